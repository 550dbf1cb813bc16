// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
/** Tests of the project as a whole: its architecture and its documentation. */
package io.github.bnn4j.examples.project;
