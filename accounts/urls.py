"""Addresses of login, passwords, and the administrators' pages."""

from django.urls import path

from accounts.views import audit, entry, offices, people, units

app_name = "accounts"

urlpatterns = [
    path("login/", entry.LoginView.as_view(), name="login"),
    path("logout/", entry.LogoutView.as_view(), name="logout"),
    path("password/", entry.PasswordView.as_view(), name="password"),
    path("units/", units.UnitListView.as_view(), name="units"),
    path("units/add/", units.AddUnitView.as_view(), name="unit_add"),
    path("units/<int:pk>/", units.UnitView.as_view(), name="unit"),
    path("units/<int:pk>/change/", units.ChangeUnitView.as_view(), name="unit_change"),
    path("units/<int:pk>/move/", units.MoveUnitView.as_view(), name="unit_move"),
    path("units/<int:pk>/retire/", units.RetireUnitView.as_view(), name="unit_retire"),
    path("units/<int:pk>/restore/", units.RestoreUnitView.as_view(), name="unit_restore"),
    path("people/", people.PeopleView.as_view(), name="people"),
    path("people/add/", people.AddPersonView.as_view(), name="person_add"),
    path("people/<int:pk>/", people.PersonView.as_view(), name="person"),
    path("people/<int:pk>/change/", people.ChangePersonView.as_view(), name="person_change"),
    path("people/<int:pk>/deactivate/", people.DeactivateView.as_view(), name="deactivate"),
    path("people/<int:pk>/reactivate/", people.ReactivateView.as_view(), name="reactivate"),
    path("people/<int:pk>/password/", people.ResetPasswordView.as_view(), name="password_reset"),
    path("people/<int:pk>/appoint/", offices.AppointView.as_view(), name="appoint"),
    path("offices/<int:pk>/end/", offices.EndOfficeView.as_view(), name="office_end"),
    path("locks/", offices.LocksView.as_view(), name="locks"),
    path("audit/logins/", audit.LoginsView.as_view(), name="logins"),
    path("audit/changes/", audit.ChangesView.as_view(), name="changes"),
]
