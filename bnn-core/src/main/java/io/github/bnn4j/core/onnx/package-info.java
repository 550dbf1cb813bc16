// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** Export of packed networks to ONNX, for the runtimes and tools that read it. */
package io.github.bnn4j.core.onnx;
