"""The two ends of a prognosis while they are typed."""

from __future__ import annotations

from django import forms

from portal.base.forms.days import DayField


class PrognosiForm(forms.Form):
    """First and last day, nothing else: what the live count needs."""

    prognosi_dal = DayField()
    prognosi_al = DayField()
