"""What a story is about: five to eight noun phrases that an editor would keep as tags."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from ..segmenter.story import Role
from .findings import Mentioned, Suggested
from .lookup import Lookup
from .places import known_places
from .reading import Reading
from .statistics import NOUNISH, load_statistics
from .words import cut

SUBJECTS = Path(__file__).parent / "data" / "subjects.txt"
MOST = 8
_WEIGHT = {Role.KICKER: 2.0, Role.TITLE: 3.0, Role.SUBTITLE: 2.0, Role.SUBHEAD: 1.6, Role.CAPTION: 1.2}
_QUOTED = re.compile(r"“([^“”]{2,10})”")
# Words of the newsroom and of speeches: true of every story, so of none.
_EMPTY = frozenset(
    "记者 通讯员 本报讯 本报 消息 活动 工作 情况 问题 方面 方式 内容 形式 过程 现场 环节 时间 地点 单位 部门 人员 负责人 同志 领导 群众 市民 居民 "
    "社会 发展 建设 服务 管理 推进 开展 措施 要求 目标 任务 意义 精神 会议 讲话 重要 指示 思想 理念 水平 能力 质量 成效 效果 作用 力度 机制 体系 "
    "项目 工程 行动 方案 办法 意见 通知 全市 全省 全国 我市 我省 我国 城市 国家 中国 人民 同比 增长 以上 以来 目前 截至 今年 去年 近日 有关 相关 "
    "主题 特色 优势 基础 条件 环境 因素 结构 关系 状况 现象 结果 成果 经验 做法 典型 代表 先生 女士 孩子 老人 生活 家庭 心中 大家 感觉 "
    "多措并举 扎实推进 贯彻落实 深入学习 全面推进 重要讲话 决策部署 重要指示 坚强领导 总书记 习近平 中国特色社会主义 新时代".split()
)


@cache
def load_subjects() -> Lookup[str]:
    """Return the subjects of city news, each under the name an editor would give it."""
    words: dict[str, str] = {}
    if SUBJECTS.exists():
        for line in SUBJECTS.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                name, *others = line.split()
                for word in (name, *others):
                    words.setdefault(word, name)
    return Lookup(words)


def suggest_tags(
    reading: Reading,
    agencies: Iterable[Mentioned] = (),
    *,
    people: Iterable[str] = (),
    vocabulary: Mapping[str, Iterable[str]] | None = None,
) -> tuple[Suggested, ...]:
    """Return the tags that weigh most. A vocabulary maps the archive's own tags to their synonyms."""
    scores = _score(reading)
    closed = {
        *people,
        *(mentioned.name for mentioned in agencies),
        *(mentioned.words for mentioned in agencies),
    }
    own = _synonyms(vocabulary)
    merged: dict[str, float] = defaultdict(float)
    for name, score in scores.items():
        if any(name in words for words in closed):
            continue
        merged[own.get(name, name)] = max(merged[own.get(name, name)], score * (1.3 if name in own else 1.0))
    return _choose(merged)


def _score(reading: Reading) -> dict[str, float]:
    statistics, subjects = load_statistics(), load_subjects()
    scores: dict[str, float] = defaultdict(float)
    body = 0
    for stretch in reading.stretches:
        text = stretch.text
        weight = _WEIGHT.get(stretch.role, 1.0)
        if stretch.role is Role.BODY:
            body += 1
            weight = 1.4 if body == 1 else 1.0
        for start, end, subject in subjects.find(text):
            scores[subject] += weight * 1.6 * (0.6 + 0.2 * min(end - start, 6))
        tokens = list(cut(text))
        for at in range(len(tokens)):
            for size in (1, 2, 3):
                parts = tokens[at : at + size]
                if len(parts) < size or not _is_phrase(parts, statistics):
                    continue
                word = text[parts[0][0] : parts[-1][1]]
                if subjects.words.get(word, word) != word:
                    continue
                scores[word] += weight * _worth(word, size, statistics)
    return scores


def _is_phrase(parts, statistics) -> bool:
    if any(left[1] != right[0] for left, right in zip(parts, parts[1:], strict=False)):
        return False
    words = [word for _, _, word in parts]
    if not all(re.fullmatch(r"[一-鿿]+", word) for word in words):
        return False
    length = sum(map(len, words))
    if not 2 <= length <= 8 or (len(words) > 1 and length < 4):
        return False
    classes = [statistics.classes.get(word, "n") for word in words]
    if any(len(word) == 1 and part not in ("n",) for word, part in zip(words, classes, strict=True)):
        return False
    if len(words) == 1:
        return classes[0] in ("n", "vn", "nz", "l", "j") and length >= 2 and words[0] not in _EMPTY
    if all(word in _EMPTY for word in words) or words[-1] in ("情况", "问题", "方面", "负责人"):
        return False
    if any(word in _NEVER for word in words):
        return False
    return classes[0] in NOUNISH | {"v", "a"} and classes[-1] in NOUNISH | {"v"}


_NEVER = frozenset(
    "记者 通讯员 我市 全市 我省 全省 今年 去年 目前 近日 总书记 同志 市民 先生 女士 以上 以来 进行 开展 举行 召开".split()
)


def _worth(word: str, size: int, statistics) -> float:
    rarity = statistics.rarity(word)
    if size == 1:
        return 0.22 * rarity * (0.6 if len(word) == 2 else 1.0)
    known = word in statistics.phrases
    return 0.12 * rarity * (1.5 if known else 0.6)


def _synonyms(vocabulary: Mapping[str, Iterable[str]] | None) -> dict[str, str]:
    own: dict[str, str] = {}
    for name, others in (vocabulary or {}).items():
        for word in (name, *others):
            own.setdefault(word, name)
    return own


def _choose(scores: Mapping[str, float]) -> tuple[Suggested, ...]:
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:60]
    chosen: list[tuple[str, float]] = []
    for name, score in ranked:
        if known_places().words.get(name) or name in _EMPTY:
            continue
        if any(name in other or other in name for other, _ in chosen):
            continue
        chosen.append((name, score))
        if len(chosen) == MOST:
            break
    best = chosen[0][1] if chosen else 1.0
    return tuple(Suggested(name, round(1 - math.exp(-2 * score / best), 3)) for name, score in chosen)
