"""Lawful plain values of every act, by stage; see ``tests.procedure``.

A module may define ``VALUES`` (node → ``(decision, day) -> values``) and ``BEFORE`` (node → ``(procedure) -> None``):
what has to happen beside the flow before the node's act, or while its timer runs.
"""
