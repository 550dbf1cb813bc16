// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0

/** Networks that are known by name, and their pretrained weights. */
package io.github.bnn4j.zoo;
