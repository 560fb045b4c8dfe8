"""The segmenter's words: what a stretch of page is, and which stretches make one story."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from .text import Span


class Role(StrEnum):
    """What a stretch of page is."""

    SECTION = "section"  # a column or campaign heading (栏目) over one or more stories
    KICKER = "kicker"  # 引题: above the title
    TITLE = "title"  # 主题
    SUBTITLE = "subtitle"  # 副题: below the title
    BODY = "body"  # a paragraph, or a part of one
    SUBHEAD = "subhead"  # 小标题: divides a long text
    BYLINE = "byline"  # who wrote or photographed, on a line of its own
    CAPTION = "caption"  # what a photograph shows, with its credit when on the same line
    DUPLICATE = "duplicate"  # words that the page says twice; readers see the first only
    CONTINUATION = "continuation"  # 上接第1版, 下转第3版
    SIGNOFF = "signoff"  # issuer and date at the foot of a notice
    FURNITURE = "furniture"  # the page's own frame: folio, editors' line, page name
    UNKNOWN = "unknown"  # nobody could say; an editor decides


# What may stand outside every story.
LOOSE_ROLES = frozenset({Role.SECTION, Role.FURNITURE, Role.UNKNOWN})


class Genre(StrEnum):
    """体裁, by the field guide's names."""

    NEWS = "news"  # 消息
    FEATURE = "feature"  # 通讯
    COMMENT = "comment"  # 评论
    PHOTO = "photo"  # 图片新闻
    NOTICE = "notice"  # 公告
    ROUNDUP = "roundup"  # 简讯, 综述
    CONTINUED = "continued"  # begins on another page
    ORPHAN = "orphan"  # a headline without text, or text without a headline
    LETTER = "letter"  # 读者来信
    LITERARY = "literary"  # 副刊
    ADVERTISEMENT = "advertisement"  # 广告


class CreditRole(StrEnum):
    """What a person named in a byline did."""

    REPORTER = "reporter"  # 记者
    CORRESPONDENT = "correspondent"  # 通讯员
    PHOTOGRAPHER = "photographer"  # 摄
    EDITOR = "editor"  # 整理, 编辑
    INTERN = "intern"  # 实习生
    AUTHOR = "author"  # letters, literature, comment


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of page with its role, the rule that gave it, and how narrowly it won."""

    span: Span
    role: Role
    rule: str  # name of the rule that decided, for an editor who asks why
    margin: float = 1.0  # 0..1: how far the runner-up was behind
    joins: bool = False  # goes on with the sentence that the body piece before it left open


@dataclass(frozen=True, slots=True)
class Credit:
    """A person or office in a byline."""

    name: str  # as a reader should see it: 张 慧 -> 张慧
    role: CreditRole
    span: Span  # where the name is printed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as a reader should see it: halves joined, repeats and byline left out."""

    text: str
    role: Role  # BODY, SUBHEAD or CAPTION
    spans: tuple[Span, ...]  # where its parts stand on the page


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an editor should look: a code for the work list, and where. Doors put it into words."""

    code: str  # one of doubts.CODES
    span: Span
    detail: str = ""  # the value in question: a suggested reading, the other candidate …
    severity: float = 0.5  # 0..1: how much of the story is at stake


@dataclass(frozen=True, slots=True)
class Story:
    """Blocks that belong together: what the segmenter proposes as one article."""

    pieces: tuple[Piece, ...]  # in reading order, which need not be page order
    kicker: str = ""
    title: str = ""
    subtitle: str = ""
    section: str = ""
    genre: Genre = Genre.NEWS
    paragraphs: tuple[Paragraph, ...] = ()
    credits: tuple[Credit, ...] = ()
    continued_from: str = ""  # page number as printed: 上接第1版 -> "1"
    continued_on: str = ""  # 下转第3版 -> "3"
    series: str = ""  # 太原养老服务新观察
    series_number: int | None = None  # 之三 -> 3
    confidence: float = 1.0  # 0..1
    doubts: tuple[Doubt, ...] = ()

    @property
    def start(self) -> int:
        """Where the story first stands on the page."""
        return min(piece.span.start for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A whole page told apart. Every non-blank character stands in exactly one piece."""

    stories: tuple[Story, ...]
    loose: tuple[Piece, ...] = ()  # outside every story; role is one of LOOSE_ROLES


class MarkKind(StrEnum):
    """What a person can say about a stretch of page."""

    NEW_STORY = "new-story"  # a story begins here
    JOIN = "join"  # belongs to the story above
    ROLE = "role"  # is this role (value: a Role)
    MOVE = "move"  # belongs to that story (value: start offset of any piece of it)
    SPLIT = "split"  # a block ends here and another begins
    READ_AS = "read-as"  # should read … (value: the right words); the page text stays as it is


@dataclass(frozen=True, slots=True)
class Mark:
    """What an editor said about a stretch of page. It overrides every rule."""

    kind: MarkKind
    span: Span
    value: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines without a blank line between them: the unit that gets a role."""

    span: Span
    lines: tuple[Span, ...] = field(default=())
