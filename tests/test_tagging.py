"""Tags and agencies: what was pasted, accepted, refused, merged and taken back."""

import pytest

from articles import guarding, merging, tagging
from articles.models import Agency, Article, Mention, Merger, Tag, Tagging
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make.make_person("ann", "editor")


def states(article) -> dict:
    return {row.tag.name: row.state for row in Tagging.objects.filter(article=article).select_related("tag")}


@pytest.mark.parametrize(
    ("pasted", "names"),
    [
        ("环保、教育，交通 安全", ["环保", "教育", "交通 安全"]),
        ("环保,教育;交通；安全", ["环保", "教育", "交通", "安全"]),
        ("　环保　\r\n教育\n\n", ["环保", "教育"]),
        ("ＡＩ、AI", ["AI"]),
        ("环保、环保", ["环保"]),
        ("", []),
        ("、，；", []),
    ],
)
def test_pasted_tags_are_divided_at_chinese_signs_and_never_at_a_space(pasted, names):
    assert tagging.split_names(pasted) == names


def test_another_spelling_finds_the_tag_that_stands():
    tag = make.TagFactory(name="交通安全")
    assert tagging.find_tag("交通 安全") == tag
    assert tagging.find_tag("交通安全 ") == tag


def test_a_traditional_spelling_finds_the_simplified_tag():
    pytest.importorskip("opencc")
    tag = make.TagFactory(name="环境保护")
    assert tagging.find_tag("環境保護") == tag


def test_a_synonym_and_a_merged_name_find_the_tag_they_lead_to():
    kept = make.TagFactory(name="环境保护")
    kept.synonyms.create(name="绿色")
    make.TagFactory(name="环保", merged_into=kept)
    assert tagging.find_tag("绿色") == tagging.find_tag("环保") == kept


def test_a_tag_that_is_a_sentence_is_refused_with_its_length():
    with pytest.raises(tagging.NotTaggable, match="41"):
        tagging.find_or_make_tags(["长" * 41])


def test_accepting_and_refusing_suggestions_is_in_the_history(ann):
    article = make.ArticleFactory()
    yes, no = make.TagFactory(name="桥梁"), make.TagFactory(name="昨日")
    for tag in (yes, no):
        make.TaggingFactory(article=article, tag=tag)
    tagging.decide_tags(article, accept=[yes], refuse=[no], by=ann)
    assert states(article) == {"桥梁": "accepted", "昨日": "refused"}
    assert article.history.first().history_change_reason == "tags: +桥梁 −昨日"
    assert article.touched == ["tags"]


def test_a_stale_decision_about_tags_changes_nothing(ann):
    article = make.ArticleFactory()
    Article.objects.filter(pk=article.pk).update(version=5)
    with pytest.raises(guarding.StaleArticle):
        tagging.decide_tags(article, accept=[make.TagFactory()], by=ann)
    assert states(article) == {}


def test_adding_tags_to_many_touches_only_those_that_lack_one(ann):
    tag = make.TagFactory(name="桥梁")
    has, lacks = make.ArticleFactory(), make.ArticleFactory()
    make.TaggingFactory(article=has, tag=tag, state="accepted")
    assert tagging.add_tags([has.pk, lacks.pk], [tag], by=ann) == 1
    assert (has.history.count(), lacks.history.count()) == (0, 2)
    assert states(lacks) == {"桥梁": "accepted"}


def test_removing_tags_from_many_is_for_good_and_in_the_history(ann):
    tag = make.TagFactory(name="桥梁")
    article = make.ArticleFactory()
    make.TaggingFactory(article=article, tag=tag, state="accepted")
    assert tagging.remove_tags([article.pk], [tag], by=ann) == 1
    assert states(article) == {"桥梁": "refused"}
    assert article.history.first().history_change_reason == "tags: −桥梁"


def dump() -> list:
    """Return every row that a merge could touch, without the versions."""
    return [
        sorted(Tagging.objects.values_list("article", "tag__name", "state", "weight")),
        sorted(Mention.objects.values_list("article", "agency__name", "words", "part", "is_refused")),
        sorted(Tag.objects.values_list("name", "merged_into__name"), key=str),
        sorted(Agency.objects.values_list("name", "merged_into__name", "parent__name"), key=str),
        sorted((row.tag.name, row.name) for tag in Tag.objects.all() for row in tag.synonyms.all()),
        sorted((row.agency.name, row.name) for agency in Agency.objects.all() for row in agency.names.all()),
    ]


@pytest.fixture
def two_tags():
    gone, kept = make.TagFactory(name="环保"), make.TagFactory(name="环境保护")
    both, one, suggested = (make.ArticleFactory() for _n in range(3))
    make.TaggingFactory(article=both, tag=gone, state="accepted")
    make.TaggingFactory(article=both, tag=kept, state="accepted")
    make.TaggingFactory(article=one, tag=gone, state="accepted")
    make.TaggingFactory(article=suggested, tag=gone, state="accepted")
    make.TaggingFactory(article=suggested, tag=kept, state="suggested")
    gone.synonyms.create(name="绿色")
    make.TagFactory(name="环卫", merged_into=gone)
    return gone, kept


def test_merged_tags_are_one_tag_with_all_articles_and_a_redirect(ann, two_tags):
    gone, kept = two_tags
    merger = merging.merge_tags(gone, kept, by=ann)
    assert kept.taggings.filter(state="accepted").count() == 3
    assert not Tagging.objects.filter(tag=gone).exists()
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert set(kept.synonyms.values_list("name", flat=True)) == {"绿色", "环保"}
    assert Tag.objects.get(name="环卫").merged_into == kept
    assert merger.articles == 3


def test_a_merge_is_in_the_history_of_every_article(ann, two_tags):
    articles = list(Article.objects.all())
    merging.merge_tags(*two_tags, by=ann)
    for article in articles:
        assert article.history.first().history_change_reason == "merge: 环保 → 环境保护"
        assert Article.objects.get(pk=article.pk).version == 2


def test_a_tag_merge_taken_back_leaves_no_trace(ann, two_tags):
    before = dump()
    merger = merging.merge_tags(*two_tags, by=ann)
    assert dump() != before
    merging.undo_merger(merger, by=ann)
    assert dump() == before


def test_an_agency_merge_taken_back_leaves_no_trace(ann):
    gone, kept = make.AgencyFactory(name="云溪市环保局"), make.AgencyFactory(name="云溪市生态环境局")
    gone.names.create(name="市环保局")
    make.AgencyFactory(name="云溪市环保局监察支队", parent=gone)
    both, one = make.ArticleFactory(), make.ArticleFactory()
    for article, agency in ((both, gone), (both, kept), (one, gone)):
        make.MentionFactory(article=article, agency=agency, words="环保局")
    before = dump()
    merger = merging.merge_agencies(gone, kept, by=ann)
    assert kept.mentions.count() == 2
    assert set(kept.names.values_list("name", flat=True)) == {"市环保局", "云溪市环保局"}
    merging.undo_merger(merger, by=ann)
    assert dump() == before


def test_a_merge_is_taken_back_once_only(ann, two_tags):
    merger = merging.merge_tags(*two_tags, by=ann)
    merging.undo_merger(merger, by=ann)
    with pytest.raises(tagging.NotTaggable, match="已经撤销"):
        merging.undo_merger(merger, by=ann)


def test_a_merge_under_a_later_merge_is_taken_back_last(ann, two_tags):
    gone, kept = two_tags
    merger = merging.merge_tags(gone, kept, by=ann)
    last = make.TagFactory(name="生态")
    merging.merge_tags(Tag.objects.get(pk=kept.pk), last, by=ann)
    with pytest.raises(tagging.NotTaggable, match="后来"):
        merging.undo_merger(merger, by=ann)
    assert Merger.objects.filter(undone_at=None).count() == 2


def test_a_tag_is_not_merged_into_itself_or_into_one_that_is_gone(ann):
    kept = make.TagFactory()
    gone = make.TagFactory(merged_into=kept)
    for pair in ((kept, kept), (kept, gone), (gone, kept)):
        with pytest.raises(tagging.NotTaggable):
            merging.merge_tags(*pair, by=ann)


def test_an_agency_is_not_merged_into_one_below_it(ann):
    above = make.AgencyFactory()
    below = make.AgencyFactory(parent=above)
    with pytest.raises(tagging.NotTaggable, match="下级"):
        merging.merge_agencies(above, below, by=ann)


def test_near_duplicates_differ_in_width_and_spaces():
    for name in ("交通安全", "交通 安全", "AI应用", "ＡＩ应用", "桥梁"):
        make.TagFactory(name=name)
    groups = [{tag.name for tag in group} for group in tagging.near_duplicates()]
    assert {"交通安全", "交通 安全"} in groups
    assert {"AI应用", "ＡＩ应用"} in groups
    assert len(groups) == 2
