ALTER TABLE "replies" DROP CONSTRAINT "replies_evaluation_id_evaluations_id_fk";
--> statement-breakpoint
ALTER TABLE "scores" DROP CONSTRAINT "scores_evaluation_id_evaluations_id_fk";
