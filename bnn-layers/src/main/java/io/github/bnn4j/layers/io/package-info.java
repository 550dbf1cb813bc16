// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** Checkpoints as safetensors files. */
package io.github.bnn4j.layers.io;
