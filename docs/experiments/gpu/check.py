# Copyright the BNN4J authors.
# SPDX-License-Identifier: Apache-2.0
"""Checks that nets.py gives the classes of the shipped packed networks, on the first test images.

    /usr/bin/python3 check.py DIRECTORY_OF_CIFAR_10 [IMAGES]

Needs PyTorch (Debian: python3-torch) and no GPU. The weights are those of the zoo; `./bnn classify` answers for the packed
networks. A few images may differ in a logit that lies on a threshold but for rounding; more than 1 in 100 is a failure.
"""
import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib

import numpy as np
import torch

import data
from nets import NETWORKS

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
ZOO = os.path.join(ROOT, "bnn-zoo", "src", "main", "resources", "io", "github", "bnn4j", "zoo")


def safetensors(file):
    """The tensors of a checkpoint of the library under the names of nets.py, weights in PyTorch's layout."""
    content = open(file, "rb").read()
    length = struct.unpack("<Q", content[:8])[0]
    tensors = {}
    for name, entry in json.loads(content[8:8 + length]).items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            kind = {"F32": "<f4", "F16": "<f2"}[entry["dtype"]]
            tensor = torch.from_numpy(
                np.frombuffer(content[begin:end], kind).astype(np.float32).reshape(entry["shape"]))
            name = name.replace(".sign.", ".").replace(".prelu.", ".")  # nets.py keeps both in their block
            tensors[name] = tensor.permute(0, 3, 1, 2).contiguous() if tensor.dim() == 4 else tensor
    return tensors


def write_png(file, image):
    """Writes [3, 32, 32] bytes without loss."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    rows = b"".join(b"\0" + row.tobytes() for row in image.permute(1, 2, 0).contiguous().numpy())
    header = struct.pack(">IIBBBBB", data.SIDE, data.SIDE, 8, 2, 0, 0, 0)
    with open(file, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def packed_classes(name, files):
    command = [os.path.join(ROOT, "bnn"), "classify", "--model", name, "--json", *files]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    answer = json.loads(run.stdout)
    return [prediction["label"] for prediction in answer["predictions"]]


@torch.no_grad()
def classes(name, images, labels):
    network = NETWORKS[name]().eval()
    missing, unexpected = network.load_state_dict(safetensors(os.path.join(ZOO, name + ".safetensors")), strict=False)
    assert not unexpected and all(key.endswith("num_batches_tracked") for key in missing), (missing, unexpected)
    return [labels[i] for i in network(data.scaled(images)).argmax(1).tolist()]


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    images = data.test(sys.argv[1])[0][:count]
    labels = open(os.path.join(sys.argv[1], "batches.meta.txt")).read().split()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, f"{i}.png") for i in range(count)]
        for file, image in zip(files, images):
            write_png(file, image)
        for name in ["nin-xnor", "nin-gc-xnor", "react12"]:
            pairs = list(zip(classes(name, images, labels), packed_classes(name, files)))
            different = sum(ours != packed for ours, packed in pairs)
            print(f"{name}: {different} of {count} test images get another class")
            failed |= different > count / 100
    sys.exit(failed)


if __name__ == "__main__":
    main()
