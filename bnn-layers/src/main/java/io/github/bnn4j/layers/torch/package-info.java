// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads the tensors of PyTorch checkpoints without PyTorch, and without running anything that is in
 * them.
 *
 * <p>{@link io.github.bnn4j.layers.torch.TorchCheckpoint} reads what {@code torch.save} wrote, as a
 * zip archive or in the layout before that, and gives {@link io.github.bnn4j.layers.io.Tensor}s by
 * name; {@link io.github.bnn4j.layers.torch.TorchContents} also tells what lies beside them. Such a
 * file is a program for Python's unpickler. Here a reader knows its instructions and the few
 * functions that make dictionaries and tensors; all others stand for themselves and do nothing.
 * Which network the names belong to is not known here: {@code io.github.bnn4j.zoo.ImportedNetwork}
 * maps them to those of the zoo.
 *
 * <p>No state; safe for use by many threads.
 */
package io.github.bnn4j.layers.torch;
