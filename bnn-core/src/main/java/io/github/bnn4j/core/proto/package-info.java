// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Messages of Protocol Buffers, written without a generated class or a library. */
package io.github.bnn4j.core.proto;
