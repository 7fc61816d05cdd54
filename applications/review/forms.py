"""What officers fill in for themselves."""

from django import forms

from applications.review.models import ReviewPreferences


class ReviewPreferencesForm(forms.ModelForm[ReviewPreferences]):
    """What to be told."""

    class Meta:
        model = ReviewPreferences
        fields = ("wants_filing_mail",)
