package syntic.workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.Table;

/**
 * Values of one setting to slide through, each with what was computed for it before: no kernel is asked while sliding.
 * A reader without scripts gets all of it, folded, one under the other. Immutable.
 *
 * <pre>{@code
 * Slider.of("temperature").step("1/400", "spread over 1.2 sentences", nearest).step("1/100", …, …).show();
 * }</pre>
 */
public final class Slider {
    private static final String SCRIPT = """
            (function () {
              var tries = 0;
              function begin() {
                var places = document.querySelectorAll('[id="%1$s"]');
                if (places.length === 0) {
                  tries += 1;
                  if (tries < 200) { window.setTimeout(begin, 50); }
                  return;
                }
                for (var i = 0; i < places.length; i++) { slide(places[i]); }
              }
              function slide(place) {
                var steps = place.getElementsByTagName('details');
                if (place.getElementsByTagName('input').length > 0) { return; }
                var input = document.createElement('input');
                input.type = 'range'; input.min = 0; input.max = steps.length - 1; input.value = %2$d;
                input.style.width = '420px'; input.style.maxWidth = '100%%';
                function choose() {
                  for (var i = 0; i < steps.length; i++) {
                    steps[i].open = true;
                    steps[i].style.display = i === Number(input.value) ? '' : 'none';
                  }
                }
                input.oninput = choose;
                place.insertBefore(input, place.firstChild);
                choose();
              }
              begin();
            })();""";

    private record Step(String value, String line, TextTable table) {}

    private final String name;
    private final List<Step> steps;
    /** The value that is shown first; empty for that in the middle. */
    private final String first;

    private Slider(String name, List<Step> steps, String first) {
        this.name = name;
        this.steps = List.copyOf(steps);
        this.first = first;
    }

    /** @param name of the setting, such as {@code temperature} */
    public static Slider of(String name) {
        return new Slider(name, List.of(), "");
    }

    /** The next value of the setting, a line about it and a table. */
    public Slider step(String value, String line, Table table) {
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(value, line, TextTable.of(table)));
        return new Slider(name, more, first);
    }

    /** The same, shown at a value; without this call, at the one in the middle. */
    public Slider startingAt(String value) {
        if (steps.stream().noneMatch(step -> step.value().equals(value))) {
            throw new IllegalArgumentException("the slider '" + name + "' has no value " + value + "; it has "
                    + String.join(", ", steps.stream().map(Step::value).toList()));
        }
        return new Slider(name, steps, value);
    }

    /** Shows the slider. */
    public void show() {
        Notebook.display(bundle(Notebook.nextFigureId()));
    }

    Bundle bundle(String id) {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("the slider '" + name + "' has no step");
        }
        StringBuilder plain = new StringBuilder();
        StringBuilder html = new StringBuilder("<div id=\"" + id + "\">");
        for (Step step : steps) {
            plain.append(heading(step)).append('\n').append(step.table().plain()).append("\n\n");
            html.append("<details><summary>").append(Html.escape(heading(step))).append("</summary>")
                    .append(step.table().html()).append("</details>");
        }
        int start = first.isEmpty() ? steps.size() / 2 : steps.stream().map(Step::value).toList().indexOf(first);
        html.append("</div><script>").append(String.format(Locale.ROOT, SCRIPT, id, start))
                .append("</script>");
        return Bundle.text(plain.toString().stripTrailing()).html(html.toString());
    }

    private String heading(Step step) {
        return name + " " + step.value() + (step.line().isBlank() ? "" : ": " + step.line());
    }
}
