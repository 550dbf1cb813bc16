// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/**
 * The bit-packed tensor, and the one rule for signs and bits that everything else obeys.
 *
 * <p>A value is +1 or -1. {@code sign(x)} is +1 for {@code x >= 0}; bit 0 stands for +1 and bit 1
 * for -1. XOR of two bits is then 1 where the signs disagree, and the product sum of n pairs of
 * signs is {@code z = n - 2 * popcount(a ^ w)}: 64 multiplications in one XOR and one popcount. A
 * {@link io.github.bnn4j.core.bit.BitTensor} keeps 64 signs a word; bits behind its last element
 * are 0, so that they never disagree and need no mask.
 *
 * <p>This package stands at the bottom: it uses nothing but the JDK. Its values are immutable and
 * safe for use by many threads.
 */
package io.github.bnn4j.core.bit;
