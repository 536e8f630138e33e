import time, pytest, gc
from django.core.management import call_command
from tests.cdnow import cdnow_file
from tests.people import create_portals
from billing.models import *
@pytest.mark.django_db
@pytest.mark.parametrize("g",["none","freeze","thr","both","off"]*2)
def test_it(g):
    create_portals()
    f = cdnow_file()
    if g in("freeze","both"): gc.freeze()
    if g in("thr","both"): gc.set_threshold(50_000,20,100)
    if g=="off": gc.disable()
    a=time.process_time()
    call_command("import_orders", str(f), "--portal", "shop.localhost", "--mapping", "docs/how-to/cdnow.toml")
    print("CPU", g, 6919/(time.process_time()-a))
    gc.enable(); gc.unfreeze(); gc.set_threshold(700,10,10)
