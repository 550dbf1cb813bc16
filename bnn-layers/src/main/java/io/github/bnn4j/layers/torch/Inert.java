// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.layers.torch;

/**
 * What a pickle asks for and nobody here knows: a class or function, or what came of calling one,
 * which was not done. Keeps what was put into it, because a network may be in there. Equal only to
 * itself.
 */
final class Inert {

  private final String type;
  private final String reason;
  private final Dictionary attributes = new Dictionary();
  private final Dictionary items = new Dictionary();

  /**
   * Makes one.
   *
   * @param type its full name, such as {@code argparse.Namespace}
   */
  Inert(String type) {
    this(type, "");
  }

  /**
   * Makes one.
   *
   * @param reason why it is no tensor, to go on behind its name; nothing if it was not made at all
   */
  Inert(String type, String reason) {
    this.type = type;
    this.reason = reason;
  }

  String type() {
    return type;
  }

  /** Why it is no tensor, to go on behind its name. */
  String reason() {
    return reason.isEmpty() ? "is made by " + type + ", which is not run" : reason;
  }

  /** What an object of Python has in {@code __dict__}. */
  Dictionary attributes() {
    return attributes;
  }

  /** What was put into it as into a dictionary. */
  Dictionary items() {
    return items;
  }

  /** Sets attributes as {@code __setstate__} does unless a class has its own. */
  void setState(Object state) {
    if (state instanceof Dictionary values) {
      attributes.putAll(values);
    } else if (state instanceof Sequence both) {
      both.kept().stream()
          .filter(Dictionary.class::isInstance)
          .forEach(values -> attributes.putAll((Dictionary) values));
    }
  }

  @Override
  public String toString() {
    return type;
  }
}
