#include "views/settlement/periodbar.h"

#include "views/widgets/glyph.h"
#include "views/widgets/theme.h"

#include <QCalendarWidget>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace daybook::views {
namespace {

using settlement::Period;

QDateEdit *dateEdit(const QString &name, QWidget *parent)
{
    auto *edit = new QDateEdit(parent);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    edit->setCalendarPopup(true);
    edit->calendarWidget()->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    edit->setAccessibleName(name);
    edit->setToolTip(name);
    edit->setKeyboardTracking(false);
    edit->setFont(tabularFont(edit->font()));
    return edit;
}

} // namespace

PeriodBar::PeriodBar(QWidget *parent)
    : QWidget(parent)
    , m_back(stepButton(QStringLiteral("◀"), tr("Earlier"), Qt::ALT | Qt::Key_Left))
    , m_from(dateEdit(tr("First day"), this))
    , m_to(dateEdit(tr("Last day"), this))
    , m_forward(stepButton(QStringLiteral("▶"), tr("Later"), Qt::ALT | Qt::Key_Right))
    , m_presets(new QToolButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Grid / 2);
    auto *between = new QLabel(QStringLiteral("–"), this);
    const std::initializer_list<QWidget *> widgets{m_back, m_from, between, m_to, m_forward, m_presets};
    for (QWidget *widget : widgets)
        layout->addWidget(widget);
    m_presets->setText(tr("Period"));
    m_presets->setProperty("quiet", true);
    m_presets->setPopupMode(QToolButton::InstantPopup);
    m_presets->setAccessibleName(tr("Choose a period"));
    m_presets->setFocusPolicy(Qt::TabFocus);
    m_presets->setMenu(new QMenu(m_presets));
    buildPresets(m_presets->menu());
    connect(m_back, &QToolButton::clicked, this, &PeriodBar::goBack);
    connect(m_forward, &QToolButton::clicked, this, &PeriodBar::goForward);
    connect(m_from, &QDateEdit::dateChanged, this, &PeriodBar::onEdited);
    connect(m_to, &QDateEdit::dateChanged, this, &PeriodBar::onEdited);
}

QToolButton *PeriodBar::stepButton(const QString &icon, const QString &text, const QKeySequence &keys)
{
    auto *button = new QToolButton(this);
    button->setProperty("quiet", true);
    button->setText(icon);
    button->setShortcut(keys);
    button->setAccessibleName(text);
    button->setToolTip(QStringLiteral("%1 (%2)").arg(text, keys.toString(QKeySequence::NativeText)));
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void PeriodBar::buildPresets(QMenu *menu)
{
    QAction *last = menu->addAction(tr("Last complete day"), this, &PeriodBar::lastCompleteDayPicked);
    last->setShortcut(Qt::ALT | Qt::Key_Home);
    menu->addSeparator();
    addPreset(menu, tr("Last 7 days"), Qt::ALT | Qt::Key_7, [](QDate day) {
        return Period{day.addDays(-6), day};
    });
    addPreset(menu, tr("Last 30 days"), Qt::ALT | Qt::Key_3, [](QDate day) {
        return Period{day.addDays(-29), day};
    });
    addPreset(menu, tr("This month"), Qt::ALT | Qt::Key_M, [](QDate day) {
        return Period{QDate(day.year(), day.month(), 1), day};
    });
    addPreset(menu, tr("Previous month"), {}, [](QDate day) {
        const QDate first = QDate(day.year(), day.month(), 1).addMonths(-1);
        return Period{first, first.addMonths(1).addDays(-1)};
    });
}

void PeriodBar::addPreset(QMenu *menu, const QString &text, const QKeySequence &keys,
                          std::function<Period(QDate)> period)
{
    QAction *action = menu->addAction(text);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [this, period = std::move(period)] {
        if (m_lastComplete.isValid())
            pick(period(m_lastComplete));
    });
    addAction(action);
}

void PeriodBar::setPeriod(const Period &period)
{
    m_period = period;
    const QSignalBlocker quietFrom(m_from);
    const QSignalBlocker quietTo(m_to);
    m_from->setDate(period.from);
    m_to->setDate(period.to);
    updateSteps();
}

void PeriodBar::setBounds(QDate last, QDate lastComplete)
{
    m_last = last;
    m_lastComplete = lastComplete;
    updateSteps();
}

void PeriodBar::updateSteps()
{
    m_forward->setEnabled(!m_last.isValid() || m_period.to < m_last);
}

void PeriodBar::goBack()
{
    if (m_period.from.isValid())
        pick(m_period.movedBy(-m_period.days()));
}

void PeriodBar::goForward()
{
    if (m_period.from.isValid() && m_forward->isEnabled())
        pick(m_period.movedBy(m_period.days()));
}

void PeriodBar::pick(const Period &period)
{
    setPeriod(period);
    Q_EMIT periodPicked(period);
}

void PeriodBar::onEdited()
{
    // The end that was moved past the other takes it along: one day is picked with one edit.
    Period period{m_from->date(), m_to->date()};
    const bool oneDay = m_period.days() == 1;
    if (sender() == m_from && (oneDay || period.to < period.from))
        period.to = period.from;
    if (sender() == m_to && period.to < period.from)
        period.from = period.to;
    if (!(period == m_period))
        pick(period);
}

} // namespace daybook::views
