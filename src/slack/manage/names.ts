/** Buttons of the Home tab and of lists of segments and schedules, by what they do. The value says on what. */
export const manageActions = {
  changeSettings: 'settings_change',
  addColleague: 'staff_add',
  editColleague: 'staff_edit',
  /** Inside the form: a Slack user was chosen, so name and e-mail address are filled in. */
  pickColleague: 'staff_pick',
  leaveColleague: 'staff_leave',
  returnColleague: 'staff_return',
  enterAbsence: 'absence_enter',
  endAbsence: 'absence_end',
  showSegment: 'segment_show',
  renameSegment: 'segment_rename',
  deleteSegment: 'segment_delete',
  newSchedule: 'schedule_new',
  pauseSchedule: 'schedule_pause',
  resumeSchedule: 'schedule_resume',
  deleteSchedule: 'schedule_delete',
  listRules: 'rules_list',
  editRule: 'rule_edit',
  ownDigest: 'digest_own',
  digestNow: 'digest_now',
  listReadings: 'readings_list',
  removeReading: 'reading_remove',
  reviewReading: 'reading_review',
} as const

/** The forms, by their callback_id. */
export const manageForms = {
  settings: 'settings_form',
  addColleague: 'staff_add_form',
  editColleague: 'staff_edit_form',
  absence: 'absence_form',
  renameSegment: 'segment_rename_form',
  schedule: 'schedule_form',
  rule: 'rule_form',
  ownDigest: 'digest_own_form',
} as const
