package syntic.workbook;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * One output in several forms, of which a front end shows the richest it can.
 *
 * @param data content by MIME type; pictures in base 64
 * @param metadata by MIME type
 */
record Bundle(Map<String, String> data, Map<String, Object> metadata) {
    Bundle {
        data = new LinkedHashMap<>(data);
        metadata = new LinkedHashMap<>(metadata);
    }

    static Bundle text(String plain) {
        return new Bundle(Map.of("text/plain", plain), Map.of());
    }

    Bundle html(String html) {
        return with("text/html", html);
    }

    Bundle markdown(String markdown) {
        return with("text/markdown", markdown);
    }

    /** Adds a picture that is to be shown at a share of its pixels; who cannot see it is told the plain text. */
    Bundle picture(BufferedImage picture, int pixelRatio) {
        Bundle more = with("image/png", Base64.getEncoder().encodeToString(png(picture)));
        more.metadata.put("image/png", Map.of("width", picture.getWidth() / pixelRatio,
                "height", picture.getHeight() / pixelRatio, "alt", plain()));
        return more;
    }

    String plain() {
        return data.get("text/plain");
    }

    private Bundle with(String type, String content) {
        Bundle more = new Bundle(data, metadata);
        more.data.put(type, content);
        return more;
    }

    static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, "png", bytes)) {
                throw new IllegalArgumentException("a picture of type " + picture.getType() + " cannot be a PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
