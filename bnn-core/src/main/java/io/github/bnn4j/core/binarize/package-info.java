// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** Operators on ND4J arrays: binarization of weights and activations, and their gradients. */
package io.github.bnn4j.core.binarize;
