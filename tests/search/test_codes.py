from articles.benchmarks import corpus
from articles.search import tokens
from articles.search.codes import DIGEST, code
from articles.search.folding import article_text, headline_length


def tokens_of(record):
    words = (record.kicker, record.title, record.subtitle)
    facts = tokens.facts(
        newspaper=1,
        section=2,
        genre=record.genre,
        page=str(record.page),
        agencies=range(record.number, record.number + 3),
        tags=range(3),
        writers=record.writers,
    )
    return tokens.article_tokens(article_text(*words, record.body), headline_length(*words), facts)


def test_every_token_has_a_number_of_its_own_that_fits_a_bigint():
    made = set().union(*map(tokens_of, corpus.records(400)))
    numbers = {code(token) for token in made}
    assert len(numbers) == len(made) > 20_000
    assert all(0 < number < 2**63 for number in numbers)


def test_up_to_three_characters_are_their_own_number_and_longer_tokens_a_digest():
    for token in ("食", "食堂", "12月", f"{tokens.IN_HEADLINE}食堂", f"{tokens.IN_HEADLINE}12月"):
        assert code(token).to_bytes(8, "big").decode("utf-16-be").lstrip("\0") == token
    for token in ("\U00020000\U00020001", f"{tokens.FACT}a123456", f"{tokens.FACT}w欧阳建国"):
        assert code(token) >= DIGEST


def test_characters_beyond_the_basic_plane_are_not_taken_for_others():
    several = ["\U00020000", "\U00020001", "\U00020000食", "食\U00020000", "\U00020000\U00020001"]
    several += [tokens.IN_HEADLINE + token for token in several]
    assert len(set(map(code, several))) == len(several)
    assert all(0 < number < 2**63 for number in map(code, several))
