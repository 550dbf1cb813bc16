// Copyright the BNN4J authors.
// SPDX-License-Identifier: Apache-2.0
package io.github.bnn4j.spark.input;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns of tables by their names, which may have dots and other signs in them. */
public final class Columns {

  private Columns() {}

  /**
   * Finds the field of a column.
   *
   * @param schema the columns
   * @param name the name of one
   * @param holds what it should hold, in plural
   * @return the field
   * @throws IllegalArgumentException if there is none of that name
   */
  public static StructField field(StructType schema, String name, String holds) {
    if (!Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "There is no column %s of %s; the columns are %s.",
              name,
              holds,
              String.join(", ", schema.fieldNames())));
    }
    return schema.apply(name);
  }

  /**
   * Finds a column.
   *
   * @param table the table
   * @param name the name of one of its columns, whatever signs are in it
   * @return the column
   */
  public static Column named(Dataset<?> table, String name) {
    return table.col("`" + name.replace("`", "``") + "`");
  }
}
