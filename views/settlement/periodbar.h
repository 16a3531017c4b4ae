#pragma once

#include "models/settlement/report.h"

#include <QWidget>

class QDateEdit;
class QMenu;
class QToolButton;

namespace daybook::views {

/// Picks a day or a range of days. Says what was picked; the page decides what is shown.
class PeriodBar : public QWidget
{
    Q_OBJECT
public:
    explicit PeriodBar(QWidget *parent = nullptr);

    /// Shows a period without saying that it was picked.
    void setPeriod(const settlement::Period &period);
    const settlement::Period &period() const { return m_period; }
    /// The last day that can be picked, and the last complete one, which presets count from.
    void setBounds(QDate last, QDate lastComplete);

public Q_SLOTS:
    void goBack();
    void goForward();

Q_SIGNALS:
    void periodPicked(const daybook::settlement::Period &period);
    void lastCompleteDayPicked();

private:
    QToolButton *stepButton(const QString &icon, const QString &text, const QKeySequence &keys);
    void buildPresets(QMenu *menu);
    void addPreset(QMenu *menu, const QString &text, const QKeySequence &keys,
                   std::function<settlement::Period(QDate last)> period);
    void pick(const settlement::Period &period);
    void onEdited();
    void updateSteps();

    settlement::Period m_period;
    QDate m_last;
    QDate m_lastComplete;
    QToolButton *m_back;
    QDateEdit *m_from;
    QDateEdit *m_to;
    QToolButton *m_forward;
    QToolButton *m_presets;
};

} // namespace daybook::views
