import pytest

from aids.models import Aid, AidPage
from tests.factories.aids import AidFactory, CampaignFactory, form_version, small_schema

pytestmark = pytest.mark.django_db


def test_an_aid_comes_whole() -> None:
    aid = AidFactory(title="Bourse de mobilité internationale")
    assert aid.short_code == "BMI"
    assert aid.current_campaign() is not None
    assert form_version(aid).number == 1
    assert Aid.objects.for_page(AidPage.objects.get()) == aid
    assert aid.url().endswith("/aides/" + AidPage.objects.get().slug + "/")


@pytest.mark.parametrize("campaign", ["closed", "future", "permanent", None])
def test_campaigns_come_in_every_state(campaign: str | None) -> None:
    aid = AidFactory(campaign=campaign, schema=small_schema(is_document_required=False))
    assert (aid.current_campaign() is not None) == (campaign == "permanent")
    assert (aid.next_campaign() is not None) == (campaign == "future")
    assert CampaignFactory(aid=aid).regulation.aid == aid
