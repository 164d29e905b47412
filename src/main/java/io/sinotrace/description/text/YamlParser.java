package io.sinotrace.description.text;

import io.sinotrace.InputException;
import io.sinotrace.Messages;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Parses YAML text into a tree of {@link YamlNode}s, which know their lines.
 *
 * <p>Nodes are composed but never constructed as objects, so a description cannot name a class.
 * Anchors, aliases and tags are refused: a few lines of aliases can expand to a tree of any size.
 */
public final class YamlParser {
  private static final int MAX_DEPTH = 20;

  /** The library's own limit; greater than {@link #MAX_DEPTH}, since its error has no line. */
  private static final int MAX_COMPOSED_DEPTH = 200;

  private final Resolver resolver = new Resolver();
  private final Function<Integer, SourceLocation> locations;

  private YamlParser(Function<Integer, SourceLocation> locations) {
    this.locations = locations;
  }

  /**
   * Reads YAML.
   *
   * @param locations from a line number, the first being 1, to a location
   * @return the tree, or null if the text holds nothing but blanks and comments
   * @throws InputException if the text is not YAML, or has anchors, aliases or tags
   */
  public static @Nullable YamlNode parse(String text, Function<Integer, SourceLocation> locations) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_COMPOSED_DEPTH);
    // Composing does not expand aliases, and every anchor is refused below.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setCodePointLimit(Integer.MAX_VALUE);
    DumperOptions dumping = new DumperOptions();
    Yaml yaml = new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
    Node node;
    try {
      node = yaml.compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      int line = mark == null ? 1 : mark.getLine() + 1;
      throw locations.apply(line).error("is not valid YAML: " + problem(e));
    } catch (ReaderException e) {
      int at = Math.min(text.length(), text.offsetByCodePoints(0, position(e, text)));
      int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
      throw locations
          .apply(line)
          .error(
              "holds the character U+%04X, which YAML does not allow".formatted(e.getCodePoint()));
    } catch (YAMLException e) {
      // The nesting depth is the only other limit that can be exceeded.
      throw tooDeep(locations.apply(1));
    }
    return node == null ? null : new YamlParser(locations).entry(node, null, 0);
  }

  private static int position(ReaderException e, String text) {
    return Math.min(Math.max(0, e.getPosition()), text.codePointCount(0, text.length()));
  }

  private static String problem(MarkedYAMLException e) {
    String problem = Messages.oneLine(Objects.requireNonNullElse(e.getProblem(), ""));
    String context = Messages.oneLine(Objects.requireNonNullElse(e.getContext(), ""));
    if (context.contains("scanning an alias") || problem.startsWith("found undefined alias")) {
      return "a value that begins with * must stand in quotes, as in \"*.nii.gz\"";
    }
    if (problem.contains("'@' that cannot start any token")) {
      return "a value that begins with @ must stand in quotes, as in \"@volumes.csv\"";
    }
    if (problem.contains("cannot start any token") && problem.contains("TAB")) {
      return "found a tab: expected spaces for indentation";
    }
    return context.isEmpty() ? problem : problem + " (" + context + ")";
  }

  private static InputException tooDeep(SourceLocation location) {
    return location.error("is nested deeper than " + MAX_DEPTH + " levels: expected four at most");
  }

  private YamlNode entry(Node node, @Nullable SourceLocation key, int depth) {
    SourceLocation location = key != null ? key : locationOf(node);
    if (depth > MAX_DEPTH) {
      throw tooDeep(locationOf(node));
    }
    if (node.getAnchor() != null) {
      throw locationOf(node)
          .error("anchors and aliases (&name, *name) are not used in descriptions: write it out");
    }
    if (node instanceof ScalarNode scalar) {
      Tag implied = resolver.resolve(NodeId.scalar, scalar.getValue(), scalar.isPlain());
      checkTag(scalar, implied);
      return new YamlNode.Scalar(location, scalar.getValue(), !scalar.isPlain());
    }
    if (node instanceof SequenceNode sequence) {
      checkTag(sequence, Tag.SEQ);
      List<YamlNode> items = new ArrayList<>(sequence.getValue().size());
      sequence.getValue().forEach(item -> items.add(entry(item, null, depth + 1)));
      return new YamlNode.Sequence(location, items);
    }
    MappingNode mapping = (MappingNode) node;
    checkTag(mapping, Tag.MAP);
    return new YamlNode.Mapping(location, keys(mapping, depth + 1));
  }

  private Map<String, YamlNode> keys(MappingNode mapping, int depth) {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      if (!(key instanceof ScalarNode scalar)) {
        throw locationOf(key).error("a list or a section stands where a key was expected");
      }
      YamlNode entry = entry(tuple.getValueNode(), locationOf(key), depth);
      YamlNode first = entries.putIfAbsent(scalar.getValue(), entry);
      if (first != null) {
        throw locationOf(key)
            .error(
                "%s is given twice (first at %s): expected each key once"
                    .formatted(Messages.brief(scalar.getValue()), first.location().label()));
      }
    }
    return entries;
  }

  private void checkTag(Node node, Tag implied) {
    if (!node.getTag().equals(implied)) {
      throw locationOf(node)
          .error(
              "the tag "
                  + Messages.quote(node.getTag().getValue())
                  + " is not used in descriptions: expected a plain value");
    }
  }

  private SourceLocation locationOf(Node node) {
    return locations.apply(node.getStartMark().getLine() + 1);
  }
}
