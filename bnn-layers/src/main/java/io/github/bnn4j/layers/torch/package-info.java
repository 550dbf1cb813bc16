// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the tensors of PyTorch checkpoints without PyTorch, and without running anything that is in
 * them.
 */
package io.github.bnn4j.layers.torch;
