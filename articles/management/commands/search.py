"""Search the published articles from the command line."""

import json
import os
import sys

from django.core.management.base import BaseCommand, CommandError

from articles import search


def plain(parts) -> str:
    return "".join(words for words, _is_hit in parts)


def marked(parts) -> str:
    return "".join(f"[{words}]" if is_hit else words for words, is_hit in parts)


class Command(BaseCommand):
    help = "Search the published articles, with the words and fields that the site takes."

    def add_arguments(self, parser):
        parser.add_argument(
            "words", nargs="+", help="As in the search box: 养老 标题:社区. Before -食堂 write --"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument("--limit", type=int, default=20)
        parser.add_argument("--offset", type=int, default=0)
        parser.add_argument("--order", choices=["newest", "best"], default="newest")
        parser.add_argument("--tolerant", action="store_true", help="Also find characters that look alike.")
        parser.add_argument("--exact-total", action="store_true", help="Count all hits, not only 1000.")

    def handle(self, *, words, limit, offset, order, tolerant, exact_total, **options):
        if limit < 1 or offset < 0:
            raise CommandError(
                f"--limit {limit} --offset {offset}: needs a limit from 1 and an offset from 0."
            )
        text = " ".join(words)
        answer = search.search(text, order=order, limit=limit, offset=offset, tolerant=tolerant)
        total, is_capped = answer.total, answer.is_capped
        if exact_total and is_capped:
            counted = search.count_exactly(text, tolerant=tolerant)
            total, is_capped = (counted, False) if counted is not None else (total, True)
        try:
            if options["format"] == "json":
                self.write_json(answer, text, total, is_capped)
            else:
                self.write_text(answer, total, is_capped)
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever read has seen enough (| head). What is left would be written, and fail, at the end.
            if self.stdout._out is sys.stdout:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def write_json(self, answer, text, total, is_capped):
        found = {
            "query": text,
            "total": total,
            "total_is_capped": is_capped,
            "timed_out": answer.timed_out,
            "messages": [str(message) for message in answer.messages],
            "hits": [
                {
                    "id": hit.article_id,
                    "address": f"/articles/{hit.article_id}/",
                    "title": plain(hit.title_parts),
                    "snippet": plain(hit.snippet_parts),
                    "title_parts": hit.title_parts,
                    "snippet_parts": hit.snippet_parts,
                }
                for hit in answer.hits
            ],
        }
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))

    def write_text(self, answer, total, is_capped):
        for message in answer.messages:
            self.stderr.write(str(message))
        for hit in answer.hits:
            self.stdout.write(f"/articles/{hit.article_id}/  {marked(hit.title_parts)}")
            self.stdout.write(f"    {marked(hit.snippet_parts)}")
        self.stdout.write(f"{total}{'+' if is_capped else ''} articles")
