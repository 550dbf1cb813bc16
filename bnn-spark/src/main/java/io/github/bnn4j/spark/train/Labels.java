// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * The classes of a column of labels: either names, numbered in their order, or numbers from 0, with
 * the names that Spark ML keeps beside a column that, say, a {@code StringIndexer} made.
 *
 * @param names the names of the classes, at least two
 * @param text whether the column holds names
 */
public record Labels(List<String> names, boolean text) implements Serializable {

  /** The most classes. */
  private static final int MOST = 1_000;

  /**
   * Copies and checks the names.
   *
   * @param names the names of the classes, at least two
   * @param text whether the column holds names
   */
  public Labels {
    names = List.copyOf(names);
    if (names.size() < 2 || names.size() > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A network tells 2 to %d classes apart; the labels have %d.",
              MOST,
              names.size()));
    }
  }

  /**
   * Checks the type of a column of labels.
   *
   * @param column the column
   * @throws IllegalArgumentException if it holds neither text nor numbers
   */
  public static void requireType(StructField column) {
    if (!(column.dataType() instanceof StringType) && !(column.dataType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The column %s of labels is of type %s; labels are names or numbers from 0.",
              column.name(),
              column.dataType().simpleString()));
    }
  }

  /**
   * Finds the classes: a job of Spark over the labels.
   *
   * @param labels the labels that are trained on, one column without null
   * @param field what the column was called, and what is known of it
   * @return the classes
   * @throws IllegalArgumentException if labels are no whole numbers from 0, or there are fewer than
   *     two classes
   */
  public static Labels of(Dataset<Row> labels, StructField field) {
    if (field.dataType() instanceof StringType) {
      List<String> names =
          labels.distinct().limit(MOST + 1).collectAsList().stream()
              .map(row -> row.getString(0))
              .sorted()
              .toList();
      return new Labels(names, true);
    }
    int most = largest(labels, field.name());
    return new Labels(named(field, most + 1).orElseGet(() -> numbered(most + 1)), false);
  }

  private static int largest(Dataset<Row> labels, String name) {
    Column number = labels.col(labels.columns()[0]).cast(DataTypes.DoubleType);
    Column wrong = number.lt(0).or(number.notEqual(functions.floor(number))).or(number.geq(MOST));
    Row found =
        labels.select(functions.max(number), functions.max(functions.when(wrong, number))).head();
    if (!found.isNullAt(1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The column %s has the label %s; labels are whole numbers from 0 to %d.",
              name,
              found.get(1),
              MOST - 1));
    }
    return found.isNullAt(0) ? -1 : (int) found.getDouble(0);
  }

  /** The names beside the column, if there are enough. */
  private static Optional<List<String>> named(StructField label, int classes) {
    return Attribute.fromStructField(label) instanceof NominalAttribute nominal
            && nominal.values().isDefined()
            && nominal.values().get().length >= classes
        ? Optional.of(Arrays.asList(nominal.values().get()))
        : Optional.empty();
  }

  private static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /**
   * The number of a label.
   *
   * @param value what the column holds
   * @return 0 to the number of classes - 1
   */
  public int indexOf(Object value) {
    return text ? names.indexOf(value) : ((Number) value).intValue();
  }
}
