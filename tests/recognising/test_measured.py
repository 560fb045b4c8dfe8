"""The floor under the figures of docs/quality.md: on the sample paper, and on shared pages if there are."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from articles.recognising import Authority, Home, recognise_page
from articles.recognising.scoring import score_folder
from articles.segmenter import segment_page
from articles.segmenter.dump import to_json
from articles.segmenter.text import PageText

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("NEWSROOM_SHARED", ROOT.parent / "shared")) / "pages" / "city-daily"


def read(path):
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def answer(pages, target, authority, home=None, days=None):
    for path in pages:
        page = PageText(read(path), path.name)
        segmentation = segment_page(page)
        found = recognise_page(
            page, segmentation, authority=authority, home=home, issue_date=(days or {}).get(path.stem)
        )
        record = to_json(page, segmentation, found)
        (target / f"{path.stem}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def assert_at_least(figures, floor):
    below = {name: round(figures[name], 3) for name in floor if figures[name] < floor[name]}
    assert not below, f"below the floor of {floor}: {below}"


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason=f"no measured pages at {SHARED}")
def test_the_shared_pages_stay_above_the_floor(tmp_path):
    answer(sorted((SHARED / "pages").glob("*.txt")), tmp_path, Authority.shipped())
    floor = {
        "named_f1": 0.9,
        "resolved_f1": 0.9,
        "source": 0.9,
        "event_date": 0.95,
        "tags_useful": 0.65,
        "tags_found": 0.5,
    }
    assert_at_least(score_folder(SHARED, tmp_path), floor)


def test_the_sample_paper_stays_above_the_floor(tmp_path):
    seeds = ROOT / "seeds"
    facts = sorted((seeds / "facts").glob("*.json"))
    pages = [next(seeds.rglob(f"{path.stem}.txt"), None) for path in facts]
    if not facts or None in pages:
        pytest.skip("the sample paper has no facts beside its pages")
    authority = Authority.from_csv([seeds / "agencies.csv"])
    # The folders of the sample paper say the day of most pages, as those of a real archive do.
    gold = [json.loads((seeds / "gold" / path.name).read_text(encoding="utf-8")) for path in facts]
    days = {path.stem: date.fromisoformat(page["issue_date"]) for path, page in zip(facts, gold, strict=True)}
    answer(pages, tmp_path, authority, Home("青岚省", "望澜市"), days)
    assert_at_least(
        score_folder(seeds, tmp_path),
        {
            "named_f1": 0.9,
            "resolved_f1": 0.9,
            "source": 0.85,
            "event_date": 0.85,
            "tags_useful": 0.6,
            "tags_found": 0.55,
        },
    )
