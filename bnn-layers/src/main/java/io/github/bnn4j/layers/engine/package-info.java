// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** What computes a network: oneDNN with fused passes, or plain ND4J as the reference. */
package io.github.bnn4j.layers.engine;
