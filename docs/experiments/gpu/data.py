# Copyright the BNN4J authors.
# SPDX-License-Identifier: Apache-2.0
"""CIFAR-10 from its official binary files, and the augmentation that all trainings share."""
import os

import numpy as np
import torch

SIDE, BORDER = 32, 4
MEAN = [125.307, 122.950, 113.865]
STD = [62.993, 62.089, 66.705]


def read(directory, names):
    """Images [N, 3, 32, 32] as bytes, and labels."""
    parts = [np.fromfile(os.path.join(directory, name), np.uint8).reshape(-1, 1 + 3 * SIDE * SIDE) for name in names]
    records = np.concatenate(parts)
    images = torch.from_numpy(records[:, 1:].reshape(-1, 3, SIDE, SIDE).copy())
    return images, torch.from_numpy(records[:, 0].astype(np.int64))


def training(directory):
    return read(directory, [f"data_batch_{i}.bin" for i in range(1, 6)])


def test(directory):
    return read(directory, ["test_batch.bin"])


def scaled(images):
    """Bytes as the network's input."""
    mean = torch.tensor(MEAN, device=images.device).view(1, 3, 1, 1)
    std = torch.tensor(STD, device=images.device).view(1, 3, 1, 1)
    return ((images.float() - mean) / std).contiguous(memory_format=torch.channels_last)


class Augmented:
    """Draws an epoch: the images in a new order, each shifted by up to 4 pixels and mirrored at random."""

    def __init__(self, images, labels, device):
        self.padded = torch.nn.functional.pad(images.to(device), (BORDER,) * 4)
        self.labels = labels.to(device)

    def epoch(self):
        device, count = self.labels.device, len(self.labels)
        order = torch.randperm(count, device=device)
        out = torch.empty(count, 3, SIDE, SIDE, dtype=torch.uint8, device=device)
        channels = torch.arange(3, device=device).view(1, 3, 1, 1)
        pixels = torch.arange(SIDE, device=device)
        for start in range(0, count, 5000):
            part = order[start:start + 5000]
            shift = torch.randint(0, 2 * BORDER + 1, (len(part), 2), device=device)
            mirrored = torch.rand(len(part), 1, device=device) < 0.5
            rows = pixels[None] + shift[:, :1]
            columns = torch.where(mirrored, SIDE - 1 - pixels[None], pixels[None]) + shift[:, 1:]
            out[start:start + len(part)] = self.padded[
                part.view(-1, 1, 1, 1), channels, rows[:, None, :, None], columns[:, None, None, :]]
        return out, self.labels[order]
