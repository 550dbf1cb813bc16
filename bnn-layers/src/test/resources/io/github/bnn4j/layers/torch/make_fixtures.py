# Copyright the BNN4J authors.
# SPDX-License-Identifier: Apache-2.0
"""Writes the files beside it as torch.save writes them, with Python alone.

Stands in for PyTorch where that cannot be installed: modules of the same names make `pickle` write
the same globals, and the persistent ids and the two layouts are those of torch/serialization.py.
Run it in this folder; the files come out the same each time.
"""
import collections
import io
import os
import pickle
import struct
import sys
import types
import zipfile

torch = types.ModuleType("torch")
utils = types.ModuleType("torch._utils")
sys.modules["torch"] = torch
sys.modules["torch._utils"] = utils

FORMATS = {"FloatStorage": "f", "HalfStorage": "e", "LongStorage": "q", "DoubleStorage": "d"}
for name in list(FORMATS) + ["BFloat16Storage"]:
    setattr(torch, name, type(name, (), {"__module__": "torch"}))


def rebuild(*arguments):
    raise AssertionError("only its name is used")


for name in ("_rebuild_tensor_v2", "_rebuild_tensor", "_rebuild_parameter"):
    function = types.FunctionType(rebuild.__code__, {}, name)
    function.__module__ = "torch._utils"
    function.__qualname__ = name
    setattr(utils, name, function)


class Storage:
    def __init__(self, kind, values):
        self.kind = kind
        self.size = len(values)
        if kind == "BFloat16Storage":
            self.bytes = b"".join(struct.pack("<f", v)[2:] for v in values)
        else:
            self.bytes = struct.pack("<%d%s" % (len(values), FORMATS[kind]), *values)


class Tensor:
    def __init__(self, storage, shape, strides=None, offset=0, old=False):
        self.storage, self.shape, self.offset, self.old = storage, tuple(shape), offset, old
        step, steps = 1, []
        for size in reversed(self.shape):
            steps.insert(0, step)
            step *= size
        self.strides = tuple(steps) if strides is None else strides

    def __reduce_ex__(self, protocol):
        arguments = (self.storage, self.offset, self.shape, self.strides)
        if self.old:
            return utils._rebuild_tensor, arguments
        return utils._rebuild_tensor_v2, arguments + (False, collections.OrderedDict())


class Parameter:
    def __init__(self, tensor):
        self.tensor = tensor

    def __reduce_ex__(self, protocol):
        return utils._rebuild_parameter, (self.tensor, True, collections.OrderedDict())


class Pickler(pickle.Pickler):
    def __init__(self, out, protocol, legacy):
        super().__init__(out, protocol)
        self.legacy, self.storages = legacy, {}

    def persistent_id(self, value):
        if not isinstance(value, Storage):
            return None
        key = str(94000000000000 + len(self.storages)) if self.legacy else str(len(self.storages))
        key, _ = self.storages.setdefault(id(value), (key, value))
        kind = getattr(torch, value.kind)
        return ("storage", kind, key, "cpu", value.size) + ((None,) if self.legacy else ())


def save_zip(file, value, protocol=2):
    out = io.BytesIO()
    pickler = Pickler(out, protocol, legacy=False)
    pickler.dump(value)
    entries = [("data.pkl", out.getvalue()), ("byteorder", b"little")]
    entries += [("data/" + key, storage.bytes) for key, storage in pickler.storages.values()]
    entries += [("version", b"3\n"), (".data/serialization_id", b"0" * 40)]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries:
            info = zipfile.ZipInfo("archive/" + name, (1980, 1, 1, 0, 0, 0))
            # The numbers begin at a multiple of 64, by a field that says nothing.
            at = archive.fp.tell() + 30 + len(info.filename) + 4
            padding = -at % 64
            info.extra = struct.pack("<2sH", b"FB", padding) + b"Z" * padding
            archive.writestr(info, content)


def save_legacy(file, value):
    with open(file, "wb") as out:
        pickle.dump(0x1950A86A20F9469CFC6C, out, 2)
        pickle.dump(1001, out, 2)
        sizes = dict(short=2, int=4, long=4)
        pickle.dump(dict(protocol_version=1001, little_endian=True, type_sizes=sizes), out, 2)
        pickler = Pickler(out, 2, legacy=True)
        pickler.dump(value)
        storages = dict(pickler.storages.values())
        pickle.dump(sorted(storages), out, 2)
        for key in sorted(storages):
            out.write(struct.pack("<q", storages[key].size) + storages[key].bytes)


def floats(count, first=0.5):
    return Storage("FloatStorage", [first + i for i in range(count)])


def state_dict(prefix="", old=False):
    state = collections.OrderedDict()
    state[prefix + "conv.weight"] = Tensor(floats(12), (2, 3, 1, 2), old=old)
    state[prefix + "conv.bias"] = Tensor(floats(2, -1), (2,), old=old)
    state[prefix + "norm.num_batches_tracked"] = Tensor(Storage("LongStorage", [7]), (), old=old)
    state._metadata = collections.OrderedDict({"": {"version": 1}, "conv": {"version": 1}})
    return state


def wrapped(key, prefix=""):
    state = state_dict(prefix)
    momentum = {"step": 3, "momentum_buffer": Tensor(floats(12, 100), (2, 3, 1, 2))}
    groups = [{"lr": 0.01, "betas": (0.9, 0.999), "nesterov": False, "params": [0, 1]}]
    return {
        "model": "nin_xnornet",
        "epoch": 199,
        key: state,
        "best_acc1": Tensor(floats(1, 76.5), ()),
        "optimizer_state_dict": {"state": {0: momentum, 1: None}, "param_groups": groups},
    }


class Attack:
    def __reduce__(self):
        return os.system, ("touch /tmp/attacked",)


def main():
    views = floats(12)
    kinds = collections.OrderedDict(
        half=Tensor(Storage("HalfStorage", [1.5, -2.25, 65504.0]), (3,)),
        bfloat16=Tensor(Storage("BFloat16Storage", [1.5, -2.25, 3.0e38]), (3,)),
        transposed=Tensor(views, (3, 2), (1, 3), 2),
        shared=Tensor(views, (12,)),
        parameter=Parameter(Tensor(floats(2), (2, 1))),
        empty=Tensor(floats(0), (0, 3)),
    )
    save_zip("plain.pth", state_dict())
    save_zip("wrapped.pth.tar", wrapped("model_state_dict"))
    save_zip("parallel.pth.tar", wrapped("state_dict", "module."))
    save_zip("protocol4.pth", state_dict(), protocol=4)
    save_zip("kinds.pth", kinds)
    save_zip("doubles.pth", {"weight": Tensor(Storage("DoubleStorage", [0.1]), (1,))})
    save_zip("attack.pth", {"state_dict": state_dict(), "args": Attack()})
    save_legacy("legacy.pth", state_dict())
    save_legacy("legacy-old.pth", state_dict(old=True))
    save_legacy("legacy-wrapped.pth.tar", wrapped("state_dict", "module."))
    save_legacy("legacy-attack.pth", {"state_dict": state_dict(), "args": Attack()})


main()
