package io.sinotrace.description;

import io.sinotrace.Messages;
import io.sinotrace.Spelling;
import io.sinotrace.description.physics.PhysicsSpec;
import io.sinotrace.description.text.NamedSection;
import io.sinotrace.description.text.Section;
import io.sinotrace.description.text.Value;
import io.sinotrace.physics.protocol.Protocol;
import io.sinotrace.physics.protocol.ProtocolValues;
import io.sinotrace.sinogram.Columns;
import io.sinotrace.sinogram.ValueColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value columns that a run stores, where they are not just those that are traced: {@code
 * output.columns}.
 *
 * @param columns in their order in the files
 * @param physics the part of the section {@code physics} that they depend on, with defaults filled
 *     in; empty if they depend on none
 */
public record StoredColumns(List<ValueColumn> columns, Map<String, Object> physics)
    implements Serializable {
  static final String KEY = "columns";

  /** The key of the name of the arithmetic of protocols. */
  private static final String ARITHMETIC = "protocols-arithmetic";

  private static final String EXPECTED =
      "a list of columns, such as [areal_density, low.noisy_line_integral]";

  /** Returns what stored values depend on, by key. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(KEY, columns.stream().map(ValueColumn::name).toList());
    if (!physics.isEmpty()) {
      settings.put(PhysicsSpec.KEY, physics);
      settings.put(ARITHMETIC, ProtocolValues.ARITHMETIC);
    }
    return settings;
  }

  /**
   * Reads them from the section {@code output}.
   *
   * @param traced the columns that are traced
   * @param section the section {@code physics} as it was understood
   * @return null if those are stored that are traced
   */
  static @Nullable StoredColumns read(
      Section output, List<ValueColumn> traced, PhysicsSpec physics, @Nullable Map<?, ?> section) {
    Value value = output.value(KEY);
    // Of protocols with faults nobody knows the columns.
    if (value == null || !output.isSound()) {
      return null;
    }
    List<ValueColumn> known = known(traced, physics);
    Set<ValueColumn> columns = new LinkedHashSet<>();
    output.attempt(
        () -> {
          value.oneOrMore(EXPECTED).forEach(item -> columns.addAll(named(item, known)));
          return true;
        },
        false);
    output.note(KEY, columns.stream().map(ValueColumn::name).toList());
    if (List.copyOf(columns).equals(traced)) {
      return null;
    }
    return new StoredColumns(List.copyOf(columns), used(columns, section));
  }

  /** Returns all columns that a scan has, traced or worked out. */
  static List<ValueColumn> known(List<ValueColumn> traced, PhysicsSpec physics) {
    List<ValueColumn> known = new ArrayList<>(traced);
    if (!known.contains(ValueColumn.LINE_INTEGRAL)) {
      known.add(ValueColumn.LINE_INTEGRAL);
    }
    for (Protocol protocol : physics.protocols()) {
      ProtocolValues.fieldNames(protocol)
          .forEach(field -> known.add(new ValueColumn(protocol.name() + "." + field)));
    }
    return known;
  }

  /** Returns the column of a name, or all fields of a struct. */
  private static List<ValueColumn> named(Value item, List<ValueColumn> known) {
    String name = item.text(EXPECTED);
    List<ValueColumn> found =
        known.stream()
            .filter(column -> column.name().equals(name) || column.path().get(0).equals(name))
            .toList();
    if (found.isEmpty()) {
      List<String> names = known.stream().map(ValueColumn::name).toList();
      List<String> tops = known.stream().map(column -> column.path().get(0)).distinct().toList();
      throw item.error(
          "is %s, which is no column%s: expected %s, or one of their fields"
              .formatted(
                  Messages.quote(name), Spelling.suggest(name, names), Messages.anyOf(tops)));
    }
    return found;
  }

  /** Returns the section with those protocols alone that columns are of. */
  private static Map<String, Object> used(Set<ValueColumn> columns, @Nullable Map<?, ?> section) {
    Map<String, Object> used = new LinkedHashMap<>();
    if (section == null || columns.stream().noneMatch(column -> isOfProtocol(column))) {
      return used;
    }
    section.forEach((key, setting) -> used.put(key.toString(), setting));
    if (used.get(PhysicsSpec.PROTOCOLS) instanceof List<?> protocols) {
      used.put(
          PhysicsSpec.PROTOCOLS,
          protocols.stream()
              .filter(
                  protocol ->
                      protocol instanceof Map<?, ?> settings
                          && columns.stream().anyMatch(column -> isOf(column, settings)))
              .toList());
    }
    return used;
  }

  private static boolean isOfProtocol(ValueColumn column) {
    String top = column.path().get(0);
    return !Columns.ALL.contains(top);
  }

  /** Protocols of a list of values bear the name of the list's and what tells them apart. */
  private static boolean isOf(ValueColumn column, Map<?, ?> protocol) {
    String name = String.valueOf(protocol.get(NamedSection.NAME));
    String top = column.path().get(0);
    return top.equals(name) || top.startsWith(name + "_");
  }
}
