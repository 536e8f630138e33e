"""Determinism, forks, files and resets."""

from local_stripe.core import LocalStripe
from local_stripe.server import Server
from local_stripe.state import State
from local_stripe.testing import running
from tests.local_stripe.cast import Shop, control


def test_same_seed_makes_the_same_ids(connect):
    made = []
    for _ in range(2):
        with running(seed=3) as local:
            made.append(Shop(connect(local.url).v1).subscribe().id)
    assert made[0] == made[1]


def test_fork_goes_its_own_way(local, api, shop, connect):
    customer = shop.customer()
    with running(state=local.stripe.state.fork()) as other:
        copy = connect(other.url).v1
        copy.customers.update(customer.id, {"name": "Other"})
        assert copy.customers.retrieve(customer.id).name == "Other"
    assert api.customers.retrieve(customer.id).name == "Ann"


def test_file_is_remembered_and_goes_on_with_fresh_ids(tmp_path, connect):
    made, listed = set(), set()
    for _ in range(2):
        with running(state=State(str(tmp_path / "stripe.sqlite3"), seed=5)) as local:
            api = connect(local.url).v1
            made.add(api.customers.create({}).id)
            listed = {one.id for one in api.customers.list().data}
    assert listed == made
    assert len(made) == 2


def test_reset_starts_afresh_with_the_same_ids(local, api):
    first = api.customers.create({}).id
    control(local.url, "/_local/reset", {})
    assert api.customers.list().data == []
    assert api.customers.create({}).id == first


def test_reset_keeps_the_fixed_endpoint():
    own = LocalStripe(State(seed=1))
    own.add_endpoint("http://127.0.0.1:9/", "whsec_x")
    own.reset()
    assert own.find("we_local_fixed") is not None
    own.close()


def test_objects_can_be_looked_at(local, api):
    made = api.customers.create({"name": "Ann"})
    assert control(local.url, f"/_local/objects/{made.id}")[1]["name"] == "Ann"
    assert control(local.url, "/_local/objects/cus_none")[0] == 404


def test_health_tells_the_time(local):
    assert control(local.url, "/_local/health")[1]["status"] == "ok"


def test_server_lets_go_of_its_port():
    stripe = LocalStripe(State(seed=1))
    server = Server(stripe)
    port = server.server_address[1]
    server.start()
    server.stop()
    again = Server(stripe, port=port)
    again.server_close()
    stripe.close()
