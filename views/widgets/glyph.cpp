#include "views/widgets/glyph.h"

#include "views/widgets/theme.h"

#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <optional>

namespace daybook::views {
namespace {

QString fileOf(Severity severity)
{
    switch (severity) {
    case Severity::Proven:
        return QStringLiteral("proven");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Failed:
        return QStringLiteral("failed");
    case Severity::Active:
        return QStringLiteral("active");
    case Severity::Neutral:
        break;
    }
    return QStringLiteral("neutral");
}

/// The files are drawn in black, with white for what is cut out; both are replaced when painting.
QPixmap drawn(const QString &name, QSize size, QColor inkColor, QColor paper)
{
    const QString key = QStringLiteral("daybook/%1/%2x%3/%4")
                            .arg(name)
                            .arg(size.width())
                            .arg(size.height())
                            .arg(inkColor.name());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("No icon %s ships with this program", qPrintable(name));
    QByteArray svg = file.readAll();
    svg.replace("#000", inkColor.name().toLatin1()).replace("\"#fff\"", '"' + paper.name().toLatin1() + '"');
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svg).render(&painter);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class GlyphEngine : public QIconEngine
{
public:
    GlyphEngine(QString name, std::optional<Severity> severity)
        : m_name(std::move(name)), m_severity(severity)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        const int side = std::min(rect.width(), rect.height());
        QRect target(0, 0, side, side);
        target.moveCenter(rect.center());
        painter->drawPixmap(target, pixmap(target.size() * ratio, mode, state));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const QColor plain = mode == QIcon::Disabled ? border(palette) : palette.color(QPalette::Text);
        return drawn(m_name, size, m_severity ? ink(*m_severity, palette) : plain,
                     palette.color(QPalette::Base));
    }

    QIconEngine *clone() const override { return new GlyphEngine(*this); }

private:
    QString m_name;
    std::optional<Severity> m_severity;
};

} // namespace

QIcon glyph(const QString &name)
{
    return QIcon(new GlyphEngine(name, std::nullopt));
}

QIcon glyph(Severity severity)
{
    return QIcon(new GlyphEngine(fileOf(severity), severity));
}

QString severityName(Severity severity)
{
    const auto words = [](const char *text) { return QCoreApplication::translate("daybook::views", text); };
    switch (severity) {
    case Severity::Proven:
        return words(QT_TRANSLATE_NOOP("daybook::views", "Proven"));
    case Severity::Warning:
        return words(QT_TRANSLATE_NOOP("daybook::views", "Warning"));
    case Severity::Failed:
        return words(QT_TRANSLATE_NOOP("daybook::views", "Failed"));
    case Severity::Active:
        return words(QT_TRANSLATE_NOOP("daybook::views", "In progress"));
    case Severity::Neutral:
        break;
    }
    return words(QT_TRANSLATE_NOOP("daybook::views", "No statement"));
}

} // namespace daybook::views
