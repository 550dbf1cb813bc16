// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * Checkpoints: networks under training, in safetensors files.
 *
 * <p>{@link io.github.bnn4j.layers.io.Checkpoint} saves and loads the parameters of a {@link
 * io.github.bnn4j.layers.Network} by name, and with them, between two epochs, the state of its
 * {@link io.github.bnn4j.layers.train.Trainer}. Below it {@link
 * io.github.bnn4j.layers.io.SafeTensors} is the file itself: named {@link
 * io.github.bnn4j.layers.io.Tensor}s in float32 or float16, and text. Other programs read it; the
 * page docs/checkpoints.md has names, shapes and metadata.
 *
 * <p>Latent weights are floats, so a checkpoint is as large as that of a float network. What is
 * shipped is a packed file, which {@link io.github.bnn4j.layers.pack} makes and {@link
 * io.github.bnn4j.core.packed} reads. Checkpoints of PyTorch come in through {@link
 * io.github.bnn4j.layers.torch}.
 *
 * <p>Files are written whole or not at all. Sizes in a file are compared with what is left of it
 * before memory is taken for them, and a damaged one is a {@link
 * io.github.bnn4j.core.file.BnnFormatException} with file, place and reason. Tensors are values and
 * may be shared; loading into a network is for the thread that trains it.
 */
package io.github.bnn4j.layers.io;
