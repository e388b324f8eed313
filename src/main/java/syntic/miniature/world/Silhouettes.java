package syntic.miniature.world;

import static syntic.miniature.world.Polygons.band;
import static syntic.miniature.world.Polygons.ellipse;
import static syntic.miniature.world.Polygons.polygon;
import static syntic.miniature.world.Polygons.rectangle;
import static syntic.miniature.world.Polygons.sector;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The shapes of the kinds of object, each made of parts inside the unit square (0, 0) … (1, 1), which they touch on
 * all sides. Made to be told apart at 15 pixels: what makes the kind is in the outline, not inside it.
 */
final class Silhouettes {
    private static final Map<Kind, List<Part>> PARTS = new EnumMap<>(Kind.class);

    static {
        for (Kind kind : Kind.values()) {
            PARTS.put(kind, stretched(sketch(kind)));
        }
    }

    private Silhouettes() { }

    /** What colours a part: the object's own colour and shades of it, or something the kind always has. */
    enum Coat {
        MAIN, SHADE, LIGHT, INK, PALE, WOOD, GLASS, LEAF, SKIN, BEAK;

        /** The colour of a part on an object of the given colour. */
        Rgb of(Rgb main) {
            return switch (this) {
                case MAIN -> main;
                // A shade of black has to be lighter to be seen at all.
                case SHADE -> main.luminance() < 60 ? main.scaled(1, 34) : main.scaled(0.74, 0);
                case LIGHT -> main.luminance() < 60 ? main.scaled(1, 55) : main.towards(new Rgb(255, 255, 255), 0.35);
                case INK -> new Rgb(28, 28, 32);
                case PALE -> main.luminance() > 215 ? new Rgb(170, 170, 178) : new Rgb(244, 244, 244);
                case WOOD -> new Rgb(112, 74, 40);
                case GLASS -> new Rgb(186, 218, 236);
                case LEAF -> new Rgb(66, 136, 52);
                case SKIN -> new Rgb(232, 188, 152);
                case BEAK -> new Rgb(236, 160, 40);
            };
        }
    }

    /** A polygon of the unit square and its coat. */
    record Part(Coat coat, double[] outline) { }

    /** The parts of a kind, from the back to the front. */
    static List<Part> parts(Kind kind) {
        return PARTS.get(kind);
    }

    private static List<Part> sketch(Kind kind) {
        return switch (kind) {
            case BALL -> List.of(
                    main(ellipse(.5, .5, .5, .5)),
                    part(Coat.PALE, polygon(.03, .40, .2, .36, .5, .34, .8, .36, .97, .40, .985, .56, .8, .53, .5, .51,
                            .2, .53, .015, .56)));
            case CAR -> List.of(
                    main(polygon(.0, .46, .2, .42, .32, .06, .72, .06, .86, .42, 1, .5, 1, .8, 0, .8)),
                    part(Coat.GLASS, polygon(.27, .42, .36, .14, .5, .14, .5, .42)),
                    part(Coat.GLASS, polygon(.55, .42, .55, .14, .69, .14, .78, .42)),
                    part(Coat.INK, ellipse(.22, .79, .13, .21)), part(Coat.INK, ellipse(.77, .79, .13, .21)),
                    part(Coat.PALE, ellipse(.22, .79, .05, .08)), part(Coat.PALE, ellipse(.77, .79, .05, .08)));
            case BOAT -> List.of(
                    part(Coat.WOOD, rectangle(.46, .0, .06, .75)),
                    part(Coat.LIGHT, polygon(.55, .03, .55, .64, .97, .64)),
                    part(Coat.PALE, polygon(.43, .16, .43, .64, .1, .64)),
                    main(polygon(0, .68, 1, .68, .8, 1, .18, 1)));
            case HOUSE -> List.of(
                    main(rectangle(.1, .42, .8, .58)),
                    part(Coat.SHADE, rectangle(.7, .04, .13, .3)),
                    part(Coat.SHADE, polygon(0, .46, .5, 0, 1, .46)),
                    part(Coat.WOOD, rectangle(.41, .62, .2, .38)),
                    part(Coat.GLASS, rectangle(.17, .55, .16, .18)), part(Coat.GLASS, rectangle(.68, .55, .16, .18)));
            case TREE -> List.of(
                    part(Coat.WOOD, polygon(.42, .5, .58, .5, .63, 1, .37, 1)),
                    main(ellipse(.5, .24, .3, .24)), main(ellipse(.24, .43, .24, .21)),
                    main(ellipse(.76, .43, .24, .21)), main(ellipse(.5, .46, .3, .2)),
                    part(Coat.LIGHT, ellipse(.42, .2, .11, .08)));
            case PERSON -> List.of(
                    part(Coat.SHADE, polygon(.34, .55, .5, .55, .42, 1, .2, 1)),
                    part(Coat.SHADE, polygon(.5, .55, .66, .55, .8, 1, .58, 1)),
                    part(Coat.SKIN, polygon(.02, .56, .12, .5, .16, .6, .06, .66)),
                    part(Coat.SKIN, polygon(.98, .56, .88, .5, .84, .6, .94, .66)),
                    main(polygon(.3, .28, .7, .28, 1, .54, .86, .61, .68, .46, .68, .66, .32, .66, .32, .46, .14, .61,
                            0, .54)),
                    part(Coat.SKIN, ellipse(.5, .14, .2, .14)),
                    part(Coat.WOOD, sector(.5, .13, .21, .13, 180, 360, 12)));
            case DOG -> List.of(
                    part(Coat.SHADE, rectangle(.24, .6, .1, .4)), part(Coat.SHADE, rectangle(.64, .6, .1, .4)),
                    main(rectangle(.13, .6, .1, .4)), main(rectangle(.53, .6, .1, .4)),
                    main(polygon(.14, .4, .03, .1, .0, .04, .07, .02, .24, .36)),
                    main(ellipse(.43, .53, .32, .18)),
                    main(polygon(.56, .5, .6, .16, .78, .14, .86, .24, 1, .28, 1, .42, .84, .46, .76, .6)),
                    part(Coat.SHADE, polygon(.6, .1, .72, .12, .7, .44, .58, .42)),
                    part(Coat.INK, ellipse(.97, .3, .035, .045)), part(Coat.PALE, ellipse(.8, .26, .03, .035)));
            case BIRD -> List.of(
                    part(Coat.SHADE, polygon(0, .66, .3, .66, .34, .86, .04, 1, .12, .82)),
                    main(ellipse(.47, .76, .31, .24)), main(ellipse(.75, .56, .16, .19)),
                    part(Coat.BEAK, polygon(.87, .46, 1, .58, .86, .66)),
                    part(Coat.SHADE, polygon(.62, .78, .26, .76, .1, .0, .36, .12, .56, .42)),
                    part(Coat.PALE, ellipse(.79, .5, .045, .05)), part(Coat.INK, ellipse(.8, .5, .025, .03)));
            case FISH -> List.of(
                    part(Coat.SHADE, polygon(.62, .5, 1, .06, .9, .5, 1, .94)),
                    part(Coat.SHADE, polygon(.26, .24, .42, 0, .62, .26)),
                    part(Coat.SHADE, polygon(.32, .78, .48, 1, .56, .76)),
                    main(ellipse(.38, .5, .38, .34)),
                    part(Coat.PALE, ellipse(.18, .42, .06, .085)), part(Coat.INK, ellipse(.17, .42, .03, .045)));
            case FLOWER -> flower();
            case UMBRELLA -> List.of(
                    part(Coat.WOOD, rectangle(.465, .3, .07, .58)),
                    part(Coat.WOOD, band(.375, .86, .16, .14, .075, 0, 180)),
                    part(Coat.WOOD, rectangle(.47, 0, .06, .1)),
                    main(polygon(0, .52, .04, .32, .16, .16, .32, .07, .5, .04, .68, .07, .84, .16, .96, .32, 1, .52,
                            .83, .45, .67, .53, .5, .46, .33, .53, .17, .45)),
                    part(Coat.SHADE, polygon(.5, .05, .62, .24, .67, .53, .5, .46, .33, .53, .38, .24)));
            default -> List.of(
                    part(Coat.SHADE, band(.72, .48, .28, .27, .1, -100, 100)),
                    main(polygon(0, .1, .76, .1, .68, 1, .08, 1)),
                    part(Coat.LIGHT, ellipse(.38, .1, .38, .1)), part(Coat.WOOD, ellipse(.38, .11, .29, .055)));
        };
    }

    private static List<Part> flower() {
        List<Part> parts = new ArrayList<>();
        parts.add(part(Coat.LEAF, rectangle(.455, .4, .09, .6)));
        parts.add(part(Coat.LEAF, polygon(.5, .92, .74, .64, .96, .64, .86, .82)));
        parts.add(part(Coat.LEAF, polygon(.5, .92, .26, .7, .06, .7, .14, .86)));
        for (int petal = 0; petal < 6; petal++) {
            double angle = StrictMath.toRadians(60 * petal + 30);
            parts.add(main(ellipse(.5 + .31 * StrictMath.cos(angle), .31 + .195 * StrictMath.sin(angle), .2, .13)));
        }
        parts.add(part(Coat.WOOD, ellipse(.5, .31, .16, .105)));
        return parts;
    }

    private static Part main(double[] outline) {
        return part(Coat.MAIN, outline);
    }

    private static Part part(Coat coat, double[] outline) {
        return new Part(coat, outline);
    }

    /** The parts, stretched so that together they touch all four sides of the unit square. */
    private static List<Part> stretched(List<Part> parts) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
        for (Part part : parts) {
            for (int i = 0; i < part.outline().length; i++) {
                low[i % 2] = Math.min(low[i % 2], part.outline()[i]);
                high[i % 2] = Math.max(high[i % 2], part.outline()[i]);
            }
        }
        List<Part> stretched = new ArrayList<>();
        for (Part part : parts) {
            double[] outline = part.outline().clone();
            for (int i = 0; i < outline.length; i++) {
                outline[i] = (outline[i] - low[i % 2]) / (high[i % 2] - low[i % 2]);
            }
            stretched.add(new Part(part.coat(), outline));
        }
        return List.copyOf(stretched);
    }
}
