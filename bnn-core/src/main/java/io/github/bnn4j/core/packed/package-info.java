// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/**
 * Packed networks: what is shipped and run. A {@link io.github.bnn4j.core.packed.PackedNetwork} is
 * a short list of {@link io.github.bnn4j.core.packed.PackedLayer} records, read from and written to
 * a documented file, and executed without any native library.
 */
package io.github.bnn4j.core.packed;
