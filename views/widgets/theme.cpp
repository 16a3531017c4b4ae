#include "views/widgets/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>

#include <array>
#include <cmath>

namespace daybook::views {
namespace {

/// One scheme. Each ink keeps a contrast of at least 4.5 : 1 on `base` and on its tint.
struct Colours
{
    QRgb window, base, text, muted, border, grid, hover, pressed, scroll;
    QRgb accent, accentHover, onAccent, accentTint, selection;
    QRgb proven, provenTint, warning, warningTint, failed, failedTint, neutralTint;
    QRgb production;
    std::array<QRgb, 8> series;
};

constexpr Colours Light = {
    0xfff6f7f9,
    0xffffffff,
    0xff1b1f24,
    0xff5b6470,
    0xffd8dde4,
    0xffebeef2,
    0xffebeef2,
    0xffdfe4ea,
    0xffc3cad3,
    0xff2f5fd0,
    0xff274fb0,
    0xffffffff,
    0xffe5ecfb,
    0xffdbe5fa,
    0xff17703a,
    0xffe3f3e8,
    0xff8a5700,
    0xfffcf1d9,
    0xffb42323,
    0xfffce8e8,
    0xffeef0f3,
    0xffb42323,
    {0xff3b6fd4, 0xffe08a1e, 0xff2c9c74, 0xff8e5bbf, 0xff45a9d3, 0xffcf5a4a, 0xffb99a17, 0xff7c8794}};

constexpr Colours Dark = {
    0xff15181c,
    0xff1b1f24,
    0xffe4e7eb,
    0xff9aa4b0,
    0xff333a43,
    0xff272d34,
    0xff272d34,
    0xff313841,
    0xff444c57,
    0xff86a9ff,
    0xff9dbaff,
    0xff10151c,
    0xff25324d,
    0xff2a3a5c,
    0xff5fc78b,
    0xff17301f,
    0xffe6b65a,
    0xff33290f,
    0xffff8f86,
    0xff3c1c1e,
    0xff262b32,
    0xffa32a2a,
    {0xff6f9bf0, 0xffeba04a, 0xff4fbd93, 0xffb08adb, 0xff6cc3e8, 0xffe67d6f, 0xffd6bb49, 0xff9aa4b0}};

const Colours &coloursOf(const QPalette &palette)
{
    return isDark(palette) ? Dark : Light;
}

QPalette paletteOf(const Colours &c)
{
    QPalette palette(QColor(c.text), QColor(c.base), QColor(c.border), QColor(c.scroll), QColor(c.border),
                     QColor(c.text), QColor(c.onAccent), QColor(c.base), QColor(c.window));
    palette.setColor(QPalette::AlternateBase, QColor(c.neutralTint));
    palette.setColor(QPalette::Highlight, QColor(c.accent));
    palette.setColor(QPalette::HighlightedText, QColor(c.onAccent));
    palette.setColor(QPalette::Link, QColor(c.accent));
    palette.setColor(QPalette::PlaceholderText, QColor(c.muted));
    palette.setColor(QPalette::ToolTipBase, QColor(c.base));
    palette.setColor(QPalette::ToolTipText, QColor(c.text));
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(c.muted));
    return palette;
}

QString styleSheetOf(const Colours &c)
{
    QFile file(QStringLiteral(":/themes/daybook.qss"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The theme does not ship with this program");
    QString sheet = QString::fromUtf8(file.readAll());
    // Longer names first: @accent is also the beginning of @accentTint.
    const std::pair<const char *, QRgb> names[] = {{"@accentHover", c.accentHover},
                                                   {"@accentTint", c.accentTint},
                                                   {"@onAccent", c.onAccent},
                                                   {"@accent", c.accent},
                                                   {"@selection", c.selection},
                                                   {"@window", c.window},
                                                   {"@border", c.border},
                                                   {"@pressed", c.pressed},
                                                   {"@scroll", c.scroll},
                                                   {"@hover", c.hover},
                                                   {"@muted", c.muted},
                                                   {"@base", c.base},
                                                   {"@grid", c.grid},
                                                   {"@text", c.text}};
    for (const auto &[name, rgb] : names)
        sheet.replace(QLatin1String(name), QColor(rgb).name());
    return sheet;
}

bool systemIsDark()
{
    // Without a palette of ours in front of it, QPalette() is what the platform's theme wants.
    QApplication::setPalette(QPalette());
    return isDark(QPalette());
}

QColor mixed(QColor from, QColor to, double share)
{
    const auto part = [share](int a, int b) { return static_cast<int>(a + (b - a) * share); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

/// WCAG's relative luminance.
double luminance(const QColor &colour)
{
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

bool hasTabularDigits(const QFont &font)
{
    const QFontMetricsF metrics(font);
    const qreal width = metrics.horizontalAdvance(QLatin1Char('0'));
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (!qFuzzyCompare(metrics.horizontalAdvance(QLatin1Char(digit)), width))
            return false;
    }
    return true;
}

} // namespace

void applyScheme(QApplication &application, Scheme scheme)
{
    const bool dark = scheme == Scheme::Dark || (scheme == Scheme::System && systemIsDark());
    const Colours &colours = dark ? Dark : Light;
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setPalette(paletteOf(colours));
    application.setStyleSheet(styleSheetOf(colours));
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QColor ink(Severity severity, const QPalette &palette)
{
    const Colours &c = coloursOf(palette);
    switch (severity) {
    case Severity::Proven:
        return c.proven;
    case Severity::Warning:
        return c.warning;
    case Severity::Failed:
        return c.failed;
    case Severity::Active:
        return c.accent;
    case Severity::Neutral:
        break;
    }
    return c.muted;
}

QColor tint(Severity severity, const QPalette &palette)
{
    const Colours &c = coloursOf(palette);
    switch (severity) {
    case Severity::Proven:
        return c.provenTint;
    case Severity::Warning:
        return c.warningTint;
    case Severity::Failed:
        return c.failedTint;
    case Severity::Active:
        return c.accentTint;
    case Severity::Neutral:
        break;
    }
    return c.neutralTint;
}

QColor accent(const QPalette &palette)
{
    return coloursOf(palette).accent;
}

QColor mutedText(const QPalette &palette)
{
    return coloursOf(palette).muted;
}

QColor border(const QPalette &palette)
{
    return coloursOf(palette).border;
}

QColor production(const QPalette &palette)
{
    return coloursOf(palette).production;
}

QColor seriesColor(int index, const QPalette &palette)
{
    const auto &series = coloursOf(palette).series;
    return series[static_cast<std::size_t>(index) % series.size()];
}

QColor heatColor(double strength, const QPalette &palette)
{
    const Colours &c = coloursOf(palette);
    return mixed(QColor(c.base), QColor(c.series[0]), 0.06 + 0.94 * std::clamp(strength, 0.0, 1.0));
}

QColor heatText(double strength, const QPalette &palette)
{
    // Of black and white one always reaches 4.58 : 1; the luminance where they meet is 0.179.
    return luminance(heatColor(strength, palette)) > 0.179 ? Qt::black : Qt::white;
}

QFont interfaceFont()
{
    QFont font = QApplication::font();
    // Where no desktop has an opinion, fontconfig says DejaVu, which has no Korean of its own.
    const QString better = QStringLiteral("Noto Sans CJK KR");
    if (font.family().startsWith(QStringLiteral("DejaVu")) || font.family().isEmpty() ||
        font.family() == QStringLiteral("Sans Serif"))
        font.setFamily(QFontDatabase::hasFamily(better) ? better : font.family());
    if (font.pointSizeF() < 9.5)
        font.setPointSizeF(9.5);
    return font;
}

QFont tabularFont(const QFont &base)
{
    if (hasTabularDigits(base))
        return base;
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(base.pointSizeF());
    font.setWeight(base.weight());
    return font;
}

QFont headingFont(const QFont &base)
{
    QFont font = base;
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont titleFont(const QFont &base)
{
    QFont font = headingFont(base);
    font.setPointSizeF(base.pointSizeF() * 1.35);
    return font;
}

} // namespace daybook::views
