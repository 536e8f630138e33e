"""Tells Django of the peers; installed by the benchmark's settings only."""

from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "tests.bench.peers"
    label = "peers"
