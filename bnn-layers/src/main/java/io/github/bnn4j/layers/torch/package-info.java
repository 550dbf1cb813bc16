// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads the tensors of PyTorch checkpoints without PyTorch, and without running anything that is in
 * them.
 *
 * <p>{@link io.github.bnn4j.layers.torch.TorchCheckpoint} reads what {@code torch.save} wrote, as a
 * zip archive or in the layout before that, and gives {@link io.github.bnn4j.layers.io.Tensor}s by
 * name. Such a file is a program for Python's unpickler; here a reader knows the instructions that
 * make dictionaries, numbers and tensors, and refuses all else by name. Which network the names
 * belong to is not known here: {@code io.github.bnn4j.zoo.TorchNin} maps them to those of the zoo.
 *
 * <p>No state; safe for use by many threads.
 */
package io.github.bnn4j.layers.torch;
