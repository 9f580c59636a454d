"""Which groups hold the archive's verbs; ``manage.py set_up_groups`` applies them."""

GROUP_VERBS: dict[str, tuple[str, ...]] = {
    "archive.read_case": ("archivist", "legality_reviewer", "office_clerk", "supervisor", "lead_official"),
    "archive.download_material": ("archivist", "legality_reviewer", "office_clerk", "supervisor", "lead_official"),
    "archive.export_dossier": ("archivist",),
}
