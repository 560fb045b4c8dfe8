"""Outside validators, asked for everything that is wrong."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

SCHEMAS = Path(__file__).parent / "schemas"

# What a scanner leaves in texts and what upsets other people's readers.
MESS = (
    "\x01\x08\x0b\x1b\x7f\x80\x9f\ufffd\ufeff\u202e\u200b]]><b></script>&amp;\\{}}%#$_~^\"'=1+1𠮷@\\input{x}"
)


def faults_of(record, name: str) -> list[str]:
    """Return what a schema of this folder finds wrong."""
    return faults_by(record, json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


def faults_by(record, schema: dict) -> list[str]:
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(record)]
