#include "views/widgets/banner.h"

#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace daybook::views {

Banner::Banner(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_headline(new QLabel(this))
    , m_explanation(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_expander(new QToolButton(this))
    , m_head(new QHBoxLayout)
    , m_detailList(new QWidget(this))
    , m_detailLayout(new QVBoxLayout(m_detailList))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * Grid, Grid, Grid, Grid);
    layout->setSpacing(Grid / 2);
    layout->addLayout(m_head);
    layout->addWidget(m_detailList);
    m_detailLayout->setContentsMargins(4 * Grid, 0, 0, 0);
    m_detailLayout->setSpacing(Grid / 2);
    m_detailList->hide();
    buildHead();
    setVerdict(Severity::Neutral, {});
}

void Banner::buildHead()
{
    m_headline->setFont(titleFont(font()));
    m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_explanation->setWordWrap(true);
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_expander->setProperty("quiet", true);
    m_expander->setCheckable(true);
    m_expander->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_expander->setFocusPolicy(Qt::TabFocus);
    connect(m_expander, &QToolButton::toggled, this, &Banner::setExpanded);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_headline);
    words->addWidget(m_explanation);
    words->addWidget(m_facts);
    m_head->setSpacing(2 * Grid);
    m_head->addWidget(m_icon, 0, Qt::AlignTop);
    m_head->addLayout(words, 1);
    m_head->addWidget(m_expander, 0, Qt::AlignTop);
}

void Banner::setVerdict(Severity severity, const QString &headline, const QString &explanation,
                        const QList<BannerFact> &facts, const QList<BannerDetail> &details)
{
    m_severity = severity;
    m_headline->setText(headline);
    m_explanation->setText(explanation);
    m_explanation->setVisible(!explanation.isEmpty());
    setAccessibleName(severityName(severity) + QStringLiteral(": ") + headline);
    setAccessibleDescription(explanation);
    showFacts(facts);
    showDetails(details);
    dress();
}

void Banner::showFacts(const QList<BannerFact> &facts)
{
    m_shownFacts = facts;
    QStringList parts;
    QStringList tips;
    const QString muted = mutedText(palette()).name();
    for (const BannerFact &fact : facts) {
        parts << QStringLiteral(
                     "<span style='white-space:nowrap'><span style='color:%1'>%2</span>&nbsp;%3</span>")
                     .arg(muted, fact.name.toHtmlEscaped(), fact.value.toHtmlEscaped());
        if (!fact.tip.isEmpty())
            tips << fact.name + QStringLiteral(": ") + fact.tip;
    }
    m_facts->setText(parts.join(QStringLiteral(" &nbsp;&nbsp;&nbsp; ")));
    m_facts->setToolTip(tips.join(QLatin1Char('\n')));
    m_facts->setVisible(!facts.isEmpty());
}

void Banner::showDetails(const QList<BannerDetail> &details)
{
    qDeleteAll(m_detailList->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly));
    for (const BannerDetail &detail : details)
        m_detailLayout->addWidget(detailRow(detail));
    m_expander->setText(tr("Reasons (%1)").arg(details.size()));
    m_expander->setVisible(!details.isEmpty());
    setExpanded(m_expander->isChecked() && !details.isEmpty());
}

QWidget *Banner::detailRow(const BannerDetail &detail)
{
    auto *row = new QToolButton(m_detailList);
    row->setProperty("quiet", true);
    row->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row->setIcon(glyph(detail.severity));
    row->setText(QString(detail.text).replace(QLatin1Char('&'), QStringLiteral("&&")));
    row->setAccessibleName(severityName(detail.severity) + QStringLiteral(": ") + detail.text);
    row->setFocusPolicy(detail.id.isEmpty() ? Qt::NoFocus : Qt::TabFocus);
    row->setAttribute(Qt::WA_TransparentForMouseEvents, detail.id.isEmpty());
    connect(row, &QToolButton::clicked, this, [this, id = detail.id] { Q_EMIT detailActivated(id); });
    return row;
}

void Banner::setExpanded(bool expanded)
{
    m_expander->setChecked(expanded);
    m_expander->setIcon(glyph(expanded ? QStringLiteral("chevrondown") : QStringLiteral("chevronright")));
    m_detailList->setVisible(expanded);
}

bool Banner::isExpanded() const
{
    return m_expander->isChecked();
}

QString Banner::headline() const
{
    return m_headline->text();
}

void Banner::addButton(QWidget *button)
{
    m_head->addWidget(button, 0, Qt::AlignTop);
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint(m_severity, palette()));
    painter.drawRoundedRect(rect(), 6, 6);
}

void Banner::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        showFacts(m_shownFacts);
        dress();
    }
    QWidget::changeEvent(event);
}

void Banner::dress()
{
    m_icon->setPixmap(glyph(m_severity).pixmap(QSize(24, 24), devicePixelRatioF()));
    // By name and not by palette: a palette set here would come back as another PaletteChange.
    const QString colour = ink(m_severity, palette()).name();
    const QString rule = QStringLiteral("color: %1").arg(colour);
    if (m_headline->styleSheet() != rule)
        m_headline->setStyleSheet(rule);
    update();
}

} // namespace daybook::views
