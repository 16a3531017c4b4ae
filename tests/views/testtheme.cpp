#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"
#include "views/widgets/valueaxis.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QImage>
#include <QLocale>

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace daybook;
using namespace daybook::views;

namespace {

constexpr Severity All[] = {Severity::Neutral, Severity::Active, Severity::Proven, Severity::Warning,
                            Severity::Failed};

/// WCAG 2's relative luminance and contrast.
double luminance(const QColor &colour)
{
    const auto channel = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) +
           0.0722 * channel(colour.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

} // namespace

TEST_CASE("every ink can be read on what it is written on, in both schemes")
{
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        applyScheme(*qApp, scheme);
        const QPalette palette = QApplication::palette();
        CHECK(isDark(palette) == (scheme == Scheme::Dark));
        for (const Severity severity : All) {
            CAPTURE(static_cast<int>(scheme), static_cast<int>(severity));
            CHECK(contrast(ink(severity, palette), palette.color(QPalette::Base)) >= 4.5);
            CHECK(contrast(ink(severity, palette), palette.color(QPalette::Window)) >= 4.5);
            CHECK(contrast(ink(severity, palette), tint(severity, palette)) >= 4.5);
        }
        CHECK(contrast(palette.color(QPalette::Text), palette.color(QPalette::Base)) >= 7);
        for (int step = 0; step <= 20; ++step) {
            CAPTURE(step);
            CHECK(contrast(heatText(step / 20.0, palette), heatColor(step / 20.0, palette)) >= 4.5);
        }
        CHECK(contrast(Qt::white, production(palette)) >= 4.5);
    }
}

TEST_CASE("a severity is told apart by its shape, without its colour")
{
    std::set<QByteArray> shapes;
    for (const Severity severity : All) {
        const QImage image = glyph(severity).pixmap(16, 16).toImage().convertToFormat(QImage::Format_Alpha8);
        shapes.insert(QByteArray(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes()));
        CHECK_FALSE(severityName(severity).isEmpty());
    }
    CHECK(shapes.size() == std::size(All));
}

TEST_CASE("figures get digits of one width")
{
    const QFontMetricsF metrics(tabularFont(QApplication::font()));
    CHECK(metrics.horizontalAdvance(QStringLiteral("1111")) ==
          Approx(metrics.horizontalAdvance(QStringLiteral("0000"))));
}

TEST_CASE("an axis is labelled in the language's own units")
{
    CHECK(axisLabel(1'240'000) == QStringLiteral("1.2M"));
    CHECK(axisLabel(-3'000) == QStringLiteral("-3K"));
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::Korean));
    CHECK(axisLabel(1'250'000) == QStringLiteral("125만"));
    CHECK(axisLabel(0) == QStringLiteral("0"));
    QLocale::setDefault(before);
}

TEST_CASE("an axis is labelled at round at round figures around its data")
{
    CHECK(roundStep(100, 5) == Approx(20));
    CHECK(roundStep(0, 5) == Approx(1));
    ValueAxis axis;
    axis.setExtent(0, 83'000'000);
    CHECK(axis.min() == Approx(0));
    CHECK(axis.max() == Approx(100'000'000));
    CHECK(axis.categoriesLabels().contains(QStringLiteral("20M")));
    axis.setExtent(-5, 12);
    CHECK(axis.min() == Approx(-5));
    CHECK(axis.max() == Approx(15));
    axis.setExtent(0, 0);
    CHECK(axis.max() > axis.min());
}
