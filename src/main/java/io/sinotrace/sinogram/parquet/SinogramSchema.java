package io.sinotrace.sinogram.parquet;

import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The schema of a sinogram's files and those like them: two integers, as view and row, and the
 * value columns, nothing optional.
 */
final class SinogramSchema {
  private SinogramSchema() {}

  /** Returns the schema of a sinogram. */
  static MessageType of(List<ValueColumn> values) {
    return of(Columns.VIEW, Columns.ROW, values);
  }

  /**
   * Returns a schema.
   *
   * @param outer name of the integer that changes last
   * @param inner name of the other
   * @param values the value columns; fields of a struct follow each other
   * @throws IllegalArgumentException if they do not, or a column is there twice
   */
  static MessageType of(String outer, String inner, List<ValueColumn> values) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    List<List<String>> paths = new ArrayList<>();
    for (ValueColumn value : values) {
      List<String> path = value.path();
      paths.add(leaf(path));
      fields
          .computeIfAbsent(path.get(0), name -> new ArrayList<>())
          .addAll(path.subList(1, path.size()));
    }
    StringBuilder text =
        new StringBuilder(
            "message sinogram { required int32 %s; required int32 %s; ".formatted(outer, inner));
    fields.forEach((name, ofStruct) -> text.append(group(name, ofStruct)));
    MessageType schema = MessageTypeParser.parseMessageType(text.append("}").toString());
    List<List<String>> ordered =
        schema.getColumns().stream().skip(2).map(column -> List.of(column.getPath())).toList();
    if (!ordered.equals(paths) || new HashSet<>(values).size() < values.size()) {
      throw new IllegalArgumentException("columns are there twice, or out of order: " + values);
    }
    return schema;
  }

  /** Returns the path of a value column's elements. */
  static List<String> leaf(List<String> path) {
    List<String> leaf = new ArrayList<>(path);
    leaf.add("list");
    leaf.add("element");
    return leaf;
  }

  private static String group(String name, List<String> fields) {
    if (fields.isEmpty()) {
      return "required group %s (LIST) { repeated group list { required float element; } } "
          .formatted(name);
    }
    StringBuilder text = new StringBuilder("required group %s { ".formatted(name));
    fields.forEach(field -> text.append(group(field, List.of())));
    return text.append("} ").toString();
  }
}
