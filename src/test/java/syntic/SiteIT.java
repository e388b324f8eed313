package syntic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site as a reader with a browser and without any further network sees it, on a phone's width and on a screen's. */
class SiteIT {
    private static final Path SITE = Workbook.ROOT.resolve("target/site");
    /** Frames every page at both widths, one after the other, and says as JSON what is wrong with it. */
    private static final String HARNESS = """
            <!DOCTYPE html><meta charset="utf-8"><pre id="found">waiting</pre><script>
            var pages = %s, jobs = [], found = [];
            pages.forEach(function (page) { [400, 1280].forEach(function (width) { jobs.push([page, width]); }); });
            function next() {
              if (!jobs.length) { document.getElementById('found').textContent = JSON.stringify(found); return; }
              var job = jobs.shift(), frame = document.createElement('iframe');
              frame.style.cssText = 'border:0;height:900px;width:' + job[1] + 'px';
              frame.onload = function () { window.setTimeout(function () { look(job, frame); }, 300); };
              frame.src = job[0];
              document.body.appendChild(frame);
              frame.contentWindow.addEventListener('error', function (e) { found.push(job + ': ' + e.message); });
            }
            function look(job, frame) {
              var inside = frame.contentDocument, root = inside.documentElement, name = job[0] + ' at ' + job[1] + ': ';
              if (root.scrollWidth > job[1]) {
                var wide = Array.prototype.filter.call(inside.body.querySelectorAll('*'), function (one) {
                  return one.getBoundingClientRect().right > job[1] + 1;
                }).slice(0, 3).map(function (one) { return one.tagName + '.' + one.className; });
                found.push(name + root.scrollWidth + ' pixels wide, by ' + wide.join(' '));
              }
              Array.prototype.forEach.call(inside.images, function (image) {
                if (!image.complete || !image.naturalWidth) { found.push(name + 'not drawn: ' + image.alt); }
                if (!image.alt) { found.push(name + 'an image without alternative text'); }
              });
              Array.prototype.forEach.call(inside.querySelectorAll('.syntic-figure'), function (figure) {
                if (!figure.querySelector('svg')) { found.push(name + 'not drawn: ' + figure.id); }
              });
              if (job[0].indexOf('observatory') >= 0) { observe(name, frame.contentWindow, inside); }
              frame.remove();
              next();
            }
            function observe(name, view, inside) {
              if (!(view.observatoryError() < 0.01)) { found.push(name + 'differs by ' + view.observatoryError()); }
              var before = inside.getElementById('nearest').textContent, slider = inside.getElementById('temperature');
              slider.value = 0;
              slider.dispatchEvent(new view.Event('input'));
              if (inside.getElementById('tau').textContent !== '1/400'
                  || inside.getElementById('nearest').textContent === before
                  || inside.querySelectorAll('#curve polyline').length !== 1) { found.push(name + 'does not move'); }
            }
            next();
            </script>
            """;

    @Test
    void everyPageFitsIsDrawnAndSaysNoError(@TempDir Path folder) throws IOException, InterruptedException {
        Workbook.Result made = Workbook.run("--site");
        assertEquals(0, made.status(), made.output());
        List<String> pages;
        try (Stream<Path> files = Files.walk(SITE)) {
            pages = files.filter(file -> file.toString().endsWith(".html"))
                    .map(file -> SITE.relativize(file).toString()).sorted().toList();
        }
        assertTrue(pages.containsAll(List.of("index.html", "observatory.html", "03-projection.html",
                "solutions/03-projection.html")), pages.toString());
        Optional<Path> browser = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of).filter(Files::isExecutable).findFirst();
        assumeTrue(browser.isPresent(), "there is no Chromium: nobody looked at the pages of target/site");
        String said = look(browser.get(), HARNESS.formatted(json(pages)), folder);
        Matcher found = Pattern.compile("<pre id=\"found\">(.*?)</pre>", Pattern.DOTALL).matcher(said);
        assertTrue(found.find(), said);
        List<String> faults = new ArrayList<>();
        assertTrue(found.group(1).startsWith("["), "the browser did not come to an end: " + found.group(1));
        JsonParser.parseString(found.group(1).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
                .getAsJsonArray().forEach(fault -> faults.add(fault.getAsString()));
        said.lines().filter(line -> line.contains(":CONSOLE:")).forEach(faults::add);
        assertEquals(List.of(), faults);
    }

    private static String json(List<String> pages) {
        JsonArray array = new JsonArray();
        pages.forEach(array::add);
        return array.toString();
    }

    /** What the browser has made of a page beside the site's, and what it says on its console. */
    private static String look(Path browser, String harness, Path folder) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring(1);
            Path file = SITE.resolve(name).normalize();
            byte[] body = name.equals("harness.html") ? harness.getBytes(StandardCharsets.UTF_8)
                    : file.startsWith(SITE) && Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
            exchange.getResponseHeaders().add("Content-Type", name.endsWith(".js") ? "text/javascript"
                    : name.endsWith(".css") ? "text/css" : "text/html; charset=utf-8");
            if (body == null) {
                exchange.sendResponseHeaders(name.equals("favicon.ico") ? 204 : 404, -1);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        try {
            Path said = folder.resolve("said.txt");
            Process process = new ProcessBuilder(browser.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
                    "--disable-dev-shm-usage", "--user-data-dir=" + folder.resolve("profile"),
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--enable-logging=stderr",
                    "--window-size=1400,1000", "--virtual-time-budget=600000", "--timeout=600000", "--dump-dom",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/harness.html")
                    .redirectErrorStream(true).redirectOutput(said.toFile()).start();
            try {
                assertTrue(process.waitFor(10, TimeUnit.MINUTES), "the browser does not end");
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(said);
        } finally {
            server.stop(0);
        }
    }
}
