"""Say whether the archive is well."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from articles.diagnosing import Health, examine

SIGNS = {Health.GOOD: " ok ", Health.LOOK: "look", Health.BAD: "BAD "}


class Command(BaseCommand):
    help = "Check tables, texts, index, disk, versions and copies. Exit status 1 when something is wrong."
    # It says itself what is wrong with the tables.
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--whole", action="store_true", help="Read everything, not a sample: takes long.")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, whole, format, **options):
        findings = []
        for finding in examine(whole=whole):
            findings.append(finding)
            if format == "text":
                self.stdout.write(f"{SIGNS[finding.health]}  {finding.check:10} {finding.message}")
            else:
                self.stdout.write(json.dumps(asdict(finding), ensure_ascii=False))
        bad = [finding.check for finding in findings if finding.health is Health.BAD]
        if bad:
            raise CommandError(f"Not well: {', '.join(bad)}.")
