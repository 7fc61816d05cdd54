from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from aids import regulations
from aids.models import Aid, Campaign
from aids.services import campaigns
from cms.core.models import Event
from tests.factories.aids import (
    BareAidFactory,
    CampaignFactory,
    RegulationVersionFactory,
    ReviewTeamFactory,
)

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def test_a_campaign_is_open_until_the_end_of_its_last_second() -> None:
    closes_at = datetime(2026, 3, 31, 23, 59, 59, tzinfo=PARIS)
    campaign = CampaignFactory(opens_at=closes_at - timedelta(days=30), closes_at=closes_at)
    for moment, is_open in (
        (closes_at - timedelta(days=31), False),
        (closes_at - timedelta(days=30), True),
        (closes_at + timedelta(milliseconds=999), True),
        (closes_at + timedelta(seconds=1), False),
    ):
        assert campaign.is_open_at(moment) is is_open
        assert Campaign.objects.open_at(moment).filter(pk=campaign.pk).exists() is is_open


def test_campaigns_that_could_not_be_explained_are_refused() -> None:
    aid = BareAidFactory()
    regulation = RegulationVersionFactory(aid=aid)
    now = timezone.now()

    def campaign(**kwargs: object) -> Campaign:
        values = {
            "aid": aid,
            "name": "Campagne",
            "opens_at": now,
            "closes_at": now + timedelta(days=9),
            "regulation": regulation,
            **kwargs,
        }
        return campaigns.save_campaign(Campaign(**values), actor=None)

    campaign()
    for wrong in (
        {"opens_at": now + timedelta(days=20), "closes_at": now + timedelta(days=19)},
        {"opens_at": now + timedelta(days=2), "closes_at": None},
        {"opens_at": now - timedelta(days=9), "closes_at": now},
        {"opens_at": now + timedelta(days=20), "closes_at": None, "envelope_amount": -1},
        {
            "opens_at": now + timedelta(days=20),
            "closes_at": None,
            "regulation": RegulationVersionFactory(),
        },
    ):
        with pytest.raises(ValidationError):
            campaign(**wrong)
    campaign(opens_at=now + timedelta(days=20), closes_at=None)
    assert Event.objects.filter(kind="aid.campaign_saved", subject_id=aid.pk).count() == 2


def test_the_regulation_in_force_is_the_latest_that_took_effect() -> None:
    aid = BareAidFactory()
    today = timezone.localdate()
    earlier = RegulationVersionFactory(aid=aid, effective_on=today - timedelta(days=300))
    current = RegulationVersionFactory(aid=aid, effective_on=today)
    RegulationVersionFactory(aid=aid, future=True)
    assert regulations.in_force(aid, today) == current
    assert regulations.in_force(aid, today - timedelta(days=1)) == earlier
    assert regulations.in_force(aid, today - timedelta(days=999)) is None


def test_a_text_that_binds_people_never_changes() -> None:
    future = RegulationVersionFactory(future=True)
    future.title = "Titre corrigé"
    future.full_clean()
    future.save()
    CampaignFactory(aid=future.aid, regulation=future)
    in_force = RegulationVersionFactory()
    for text in (future, in_force):
        text.full_clean()
        text.save()
        text.body = "<p>Autre texte</p>"
        with pytest.raises(ValidationError):
            text.full_clean()
        with pytest.raises(ValidationError):
            text.save()


def test_short_codes_are_free_and_readable() -> None:
    def code(title: str) -> str:
        proposed = Aid.objects.propose_short_code(title)
        BareAidFactory(title=title, short_code=proposed)
        return proposed

    assert code("Bourse sanitaire et sociale") == "BSS"
    assert code("Bourse sanitaire et sociale") == "BSSB"
    assert code("FEDER") == "FED"
    assert code("2026") == "XX"
    codes = {code("Aide à l'achat") for _number in range(30)}
    assert len(codes) == 30
    assert all(2 <= len(one) <= 5 and one.isalpha() for one in codes)


def test_teams_see_their_aids(django_user_model: type) -> None:
    officer = django_user_model.objects.create_user("agent@region.example", "x" * 16)
    team = ReviewTeamFactory()
    team.members.add(officer)
    mine = BareAidFactory(team=team)
    BareAidFactory()
    assert list(Aid.objects.visible_to_team(officer)) == [mine]
